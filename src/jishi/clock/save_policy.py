"""Keep a policy. Every change is a new version; what was judged by an older one keeps it, and clocks that run are
planned again by the worker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from jishi.clock import store
from jishi.clock.errors import NoSuchPolicy, PoliciesMoved, PolicyMoved
from jishi.clock.facts import PoliciesOrdered, PolicyDeactivated, PolicySaved
from jishi.clock.model import Policy
from jishi.identity import settings
from jishi.kernel.errors import Invalid
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Placed:
    """The current version of a policy, and where it stands in the order."""

    policy: Policy
    position: int


async def add_policies(tx: Transaction, new: Sequence[Policy], *, instead: bool = False) -> list[int]:
    """New policies, after those that there are, or `instead` of them: those are switched off. Their ids in order."""
    held = await lock_policies(tx)
    ending = [placed for placed in held.values() if instead and placed.policy.active]
    facts = [await _next(tx, placed, replace(placed.policy, active=False)) for placed in ending]
    numbered = [replace(policy, id=tx.new_id(), version=1) for policy in new]
    for position, policy in enumerate(numbered, start=len(held)):
        await store.add_policy(tx, policy, position=position)
        facts.append(_saved(tx, policy))
    ids = [policy.id for policy in numbered]
    if instead:
        await store.order_policies(tx, [*ids, *held])  # what counts comes before what is switched off
    settings.renew(tx)
    await tx.record(*facts)
    return ids


async def change_policy(tx: Transaction, policy: Policy, *, seen_version: int | None = None) -> None:
    """The next version of the policy of that id, or the present one if it says just that. With `seen_version`, only
    if nobody changed it since that. Raises NoSuchPolicy, PolicyMoved."""
    placed = (await lock_policies(tx)).get(policy.id)
    if placed is None:
        raise NoSuchPolicy
    if seen_version is not None and seen_version != placed.policy.version:
        raise PolicyMoved
    if replace(policy, version=placed.policy.version) != placed.policy:
        await _save(tx, placed, policy)


async def deactivate_policy(tx: Transaction, policy_id: int, *, seen_version: int | None = None) -> None:
    """It is for no ticket any more, and what it promised is cancelled unless another policy promises it."""
    placed = (await lock_policies(tx)).get(policy_id)
    if placed is None:
        raise NoSuchPolicy
    if seen_version is not None and seen_version != placed.policy.version:
        raise PolicyMoved
    if placed.policy.active:
        await _save(tx, placed, replace(placed.policy, active=False))


async def order_policies(tx: Transaction, ids: Sequence[int]) -> None:
    """Have the policies tried in this order, which names each once. Raises Invalid, PoliciesMoved."""
    twice = [n for n, each in enumerate(ids) if each in ids[:n]]
    if twice:
        raise Invalid(errors=[(f"ids.{n}", "This policy is named twice.") for n in twice])
    held = list(await lock_policies(tx))
    if set(ids) != set(held):
        raise PoliciesMoved
    if list(ids) == held:
        return
    await store.order_policies(tx, ids)
    settings.renew(tx)
    await tx.record(PoliciesOrdered(at=tx.now, by=tx.by, policy_ids=tuple(ids), was=tuple(held)))


async def lock_policies(tx: Transaction) -> dict[int, Placed]:
    """All current policies by id, in their order; nobody else changes one until this transaction ends."""
    await store.hold_settings(tx)
    rows: list[Any] = await store.policies(tx)
    return {row["id"]: Placed(store.as_policy(row), row["position"]) for row in rows}


async def _save(tx: Transaction, placed: Placed, policy: Policy) -> None:
    fact = await _next(tx, placed, policy)
    settings.renew(tx)
    await tx.record(fact)


async def _next(tx: Transaction, placed: Placed, policy: Policy) -> Fact:
    after = replace(policy, version=placed.policy.version + 1)
    await store.add_policy(tx, after, position=placed.position)
    off = placed.policy.active and not after.active
    return _deactivated(tx, after) if off else _saved(tx, after)


def _saved(tx: Transaction, policy: Policy) -> Fact:
    return PolicySaved(at=tx.now, by=tx.by, policy_id=policy.id, name=policy.name, version=policy.version)


def _deactivated(tx: Transaction, policy: Policy) -> Fact:
    return PolicyDeactivated(at=tx.now, by=tx.by, policy_id=policy.id, name=policy.name, version=policy.version)
