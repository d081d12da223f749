"""The policies as they would be after a change."""

from collections.abc import Sequence
from dataclasses import replace

from jishi.clock import store
from jishi.clock.errors import InvalidPolicy, NoSuchPolicy, PoliciesMoved
from jishi.clock.import_preset import make_preset
from jishi.clock.model import Policy
from jishi.clock.name_what import known_for
from jishi.clock.parse_policy import parse_policy
from jishi.clock.policy_shapes import PolicyGiven
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction


async def propose(
    tx: Transaction,
    *,
    policy: PolicyGiven | None = None,
    policy_id: int | None = None,
    order: Sequence[int] | None = None,
    deactivate: int | None = None,
    preset: str | None = None,
    instead: bool = False,
) -> tuple[Policy, ...]:
    """All policies in their order with one thing changed. Raises Invalid unless it is one, and what saving raises."""
    given = [name for name, value in (
        ("policy", policy), ("order", order), ("deactivate", deactivate), ("preset", preset)
    ) if value is not None]  # fmt: skip
    if len(given) != 1:
        raise Invalid(errors=[(name, "Ask about one change at a time.") for name in given or ["policy"]])
    present = {row["id"]: store.as_policy(row) for row in await store.policies(tx)}
    if policy is not None:
        return await _with(tx, present, policy, policy_id)
    if order is not None:
        if set(order) != set(present) or len(order) != len(present):
            raise PoliciesMoved
        return tuple(present[each] for each in order)
    if deactivate is not None:
        if deactivate not in present:
            raise NoSuchPolicy
        return tuple(replace(each, active=each.active and each.id != deactivate) for each in present.values())
    new = await make_preset(tx, preset or "")
    return new if instead else (*present.values(), *new)


async def _with(
    tx: Transaction, present: dict[int, Policy], sent: PolicyGiven, policy_id: int | None
) -> tuple[Policy, ...]:
    before = present.get(policy_id) if policy_id is not None else None
    if policy_id is not None and before is None:
        raise NoSuchPolicy
    version = 1 if before is None else before.version + 1
    try:
        after = parse_policy(sent, await known_for(tx, sent), id=policy_id or 0, version=version)
    except InvalidPolicy as error:
        raise InvalidPolicy(errors=[(f"policy.{path}", why) for path, why in error.errors]) from error
    if before is None:
        return (*present.values(), after)
    return tuple(after if each is before else each for each in present.values())
