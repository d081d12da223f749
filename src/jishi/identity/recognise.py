"""Recognise a customer across channels, by any of the ways to reach them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec

from jishi.identity import normalise, rules, settings
from jishi.identity.errors import CannotReach, wrong
from jishi.identity.facts import CustomerChanged, CustomerCreated
from jishi.identity.model import Customer, Requester, Settings
from jishi.identity.store import customers
from jishi.storage.transaction import Transaction

Handle = tuple[str, str]
NO_PHONE = "This is not a phone number."
NO_TIER = "The workspace has no such tier."
LONGEST = 200
COLUMNS = ("email", "phone", "external_id")  # the handles that a customer shows as their own


def handles(requester: Requester) -> list[Handle]:
    """Pairs of a kind and a value in its one spelling, the surest first: other systems' ids are theirs alone, a phone
    can be shared by a family.
    """
    return list(_handles(requester))


@lru_cache(maxsize=2048)  # asked for at each step of an intake, and by all steps of a batch
def _handles(requester: Requester) -> tuple[Handle, ...]:
    found: list[tuple[str, str | None]] = [
        *requester.others,
        ("external_id", (requester.external_id or "").strip()),
        ("email", normalise.email(requester.email or "")),
        ("phone", normalise.phone(requester.phone or "")),
    ]
    return tuple(dict.fromkeys((kind, value) for kind, value in found if value))


def flaws(requester: Requester, of: Settings) -> list[tuple[str, str]]:
    """Pairs of a field and what is wrong with it, for channels that can say so to whoever fills it in."""
    found = []
    if requester.email and normalise.email(requester.email) is None:
        found.append(("email", rules.NO_EMAIL))
    if requester.phone and normalise.phone(requester.phone) is None:
        found.append(("phone", NO_PHONE))
    if requester.tier is not None and rules.key_of(of.tiers, requester.tier) is None:
        found.append(("tier", NO_TIER))
    if not found and not handles(requester):
        found.append(("", CannotReach.__doc__ or ""))
    return found


async def meet(tx: Transaction, known: Mapping[str, Any] | None, requester: Requester) -> Customer:
    """The customer who is writing. `known` is the row of one who was found by a handle, as JSON.

    Raises CannotReach, and Invalid when the workspace has no such tier.
    """
    if known is None:
        return await new_customer(tx, requester)
    customer = as_customer(known)
    if customer.external_id and requester.external_id and customer.external_id != requester.external_id.strip():
        # Two customers of another system who share an address or a phone. What they share finds the first of them.
        return await new_customer(tx, requester, known_by=[("external_id", requester.external_id.strip())])
    return await learn(tx, customer, requester)


async def new_customer(tx: Transaction, requester: Requester, *, known_by: Sequence[Handle] | None = None) -> Customer:
    """Someone not seen before. When two requests meet them at once, a unique index refuses the second."""
    known_by = handles(requester) if known_by is None else known_by
    if not known_by:
        raise CannotReach(errors=[("requester", CannotReach.__doc__ or "")])
    tier = await _tier(tx, requester)
    address, number = normalise.email(requester.email or ""), _phone(requester)
    customer = Customer(
        id=tx.new_id(),
        name=_name(requester) or address or number or known_by[0][1],
        email=address,
        phone=number,
        external_id=(requester.external_id or "").strip() or None,
        tier=tier or "regular",
        language=requester.language,
        created_at=tx.now,
    )
    customers.add(tx, customer, known_by)
    await tx.record(CustomerCreated(at=tx.now, by=_by(tx, customer), customer_id=customer.id, tier=customer.tier))
    return customer


async def learn(tx: Transaction, customer: Customer, requester: Requester) -> Customer:
    """A known customer shows something new: a further way to reach them, a name where none was known, a better tier.

    What another customer is known by stays theirs, and a name or tier that somebody has set is not undone. Costs
    nothing when there is nothing to learn.
    """
    wanted = _unknown(customer, handles(requester))
    if requester.tier:
        requester = replace(requester, tier=await _tier(tx, requester))
    of = await settings.load(tx) if requester.tier not in {None, customer.tier} else Settings()
    if not wanted and _improved(customer, requester, (), of) == customer:
        return customer
    before = await customers.lock(tx, customer.id) or customer
    gained = await customers.add_handles(tx, customer.id, wanted) if wanted else []
    after = _improved(before, requester, gained, of)
    changes = rules.changes(before, after)
    if further := [value for kind, value in gained if kind not in changes]:
        changes["handles"] = ([], further)
    if changes:
        await customers.save(tx, after)
        await tx.record(CustomerChanged(at=tx.now, by=_by(tx, customer), customer_id=customer.id, changes=changes))
    return after


def as_customer(row: Mapping[str, Any]) -> Customer:
    """A customer that a SQL function gave as JSON."""
    return msgspec.convert(dict(row), Customer)


def _unknown(customer: Customer, shown: Sequence[Handle]) -> list[Handle]:
    """Handles this customer may not have yet. A single one is the one they were found by."""
    if len(shown) == 1:
        return []
    return [(kind, value) for kind, value in shown if kind not in COLUMNS or getattr(customer, kind) != value]


def _improved(customer: Customer, requester: Requester, gained: Sequence[Handle], of: Settings) -> Customer:
    """The customer with what was learnt."""
    first: dict[str, Any] = {
        kind: value for kind, value in gained if kind in COLUMNS and getattr(customer, kind) is None
    }
    after = replace(customer, **first) if first else customer
    name = _name(requester)
    if name and name != customer.name and _is_makeshift(customer, requester):
        after = replace(after, name=name)
    if requester.tier and rules.tier_rank(of, requester.tier) < rules.tier_rank(of, customer.tier):
        after = replace(after, tier=requester.tier)
    if requester.language and customer.language is None:
        after = replace(after, language=requester.language)
    return after


def _is_makeshift(customer: Customer, requester: Requester) -> bool:
    """Whether the name is only what they were reached by, for want of another."""
    return customer.name in {customer.email, customer.phone, customer.external_id, *(v for _, v in handles(requester))}


def _name(requester: Requester) -> str:
    return normalise.plain(requester.name or "")[:LONGEST]


async def _tier(tx: Transaction, requester: Requester) -> str | None:
    """The tier that a trusted channel claims, by any of its names."""
    if not requester.tier:
        return None
    tier = rules.key_of((await settings.load(tx)).tiers, requester.tier)
    if tier is None:
        raise wrong("requester.tier", NO_TIER)
    return tier


def _phone(requester: Requester) -> str | None:
    """What cannot be read as a number is still shown to people, and recognises nobody."""
    written = requester.phone or ""
    return normalise.phone(written) or normalise.plain(written)[:LONGEST] or None


def _by(tx: Transaction, customer: Customer) -> str:
    return f"customer:{customer.id}" if tx.by == "customer" else tx.by
