"""Which policies are tried for such a ticket, and where each of them fails."""

from collections.abc import Iterable
from dataclasses import dataclass

from jishi.clock.model import Policy, Traits
from jishi.kernel.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`failed` is the first condition that the ticket does not meet; None also of a policy that was not asked."""

    policy: Policy
    met: bool
    failed: Condition | None = None


def try_policies(policies: Iterable[Policy], traits: Traits) -> list[Tried]:
    """All policies in their order. More than one can be met; the first counts. One without conditions, or switched
    off, is never met."""
    return [_try(policy, traits) for policy in policies]


def _try(policy: Policy, traits: Traits) -> Tried:
    failed = next((condition for condition in policy.when if not condition.met(traits.of)), None)
    met = policy.active and (policy.always or (bool(policy.when) and failed is None))
    return Tried(policy=policy, met=met, failed=None if policy.always else failed)
