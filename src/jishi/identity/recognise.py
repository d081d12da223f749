"""Recognise a customer across channels, by any of the ways to reach them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from jishi.identity import normalise, rules, settings
from jishi.identity.errors import CannotReach
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
    found: list[tuple[str, str | None]] = [
        *requester.others,
        ("external_id", (requester.external_id or "").strip()),
        ("email", normalise.email(requester.email or "")),
        ("phone", normalise.phone(requester.phone or "")),
    ]
    return list(dict.fromkeys((kind, value) for kind, value in found if value))


def flaws(requester: Requester, of: Settings) -> list[tuple[str, str]]:
    """Pairs of a field and what is wrong with it, for channels that can say so to whoever fills it in."""
    wrong = []
    if requester.email and normalise.email(requester.email) is None:
        wrong.append(("email", rules.NO_EMAIL))
    if requester.phone and normalise.phone(requester.phone) is None:
        wrong.append(("phone", NO_PHONE))
    if requester.tier is not None and rules.key_of(of.tiers, requester.tier) is None:
        wrong.append(("tier", NO_TIER))
    if not wrong and not handles(requester):
        wrong.append(("", CannotReach.__doc__ or ""))
    return wrong


async def new_customer(tx: Transaction, requester: Requester) -> Customer:
    """Someone not seen before. When two requests meet them at once, a unique index refuses the second."""
    known_by = handles(requester)
    if not known_by:
        raise CannotReach(errors=[("requester", CannotReach.__doc__ or "")])
    address, number = normalise.email(requester.email or ""), _phone(requester)
    customer = Customer(
        id=tx.new_id(),
        name=_name(requester) or address or number or known_by[0][1],
        email=address,
        phone=number,
        external_id=(requester.external_id or "").strip() or None,
        tier=requester.tier or "regular",
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
    after = replace(customer, **first)
    if (name := _name(requester)) and _is_makeshift(customer, requester):
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


def _phone(requester: Requester) -> str | None:
    """What cannot be read as a number is still shown to people, and recognises nobody."""
    written = requester.phone or ""
    return normalise.phone(written) or normalise.plain(written)[:LONGEST] or None


def _by(tx: Transaction, customer: Customer) -> str:
    return f"customer:{customer.id}" if tx.by == "customer" else tx.by
