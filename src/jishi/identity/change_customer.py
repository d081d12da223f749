"""Change what is known of a customer."""

from dataclasses import replace
from typing import Any

from jishi.identity import normalise, rules, settings
from jishi.identity.errors import HandleTaken, NoSuchCustomer
from jishi.identity.facts import CustomerChanged
from jishi.identity.model import Customer
from jishi.identity.recognise import NO_PHONE, NO_TIER
from jishi.identity.store import customers
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction

HANDLES = ("email", "phone", "external_id")


async def change_customer(tx: Transaction, customer_id: int, **given: Any) -> Customer:
    """`given`: any of name, email, phone, external_id, tier, language, note. Raises NoSuchCustomer, Invalid, and
    HandleTaken when another customer is known by the new address or number.
    """
    before = await customers.lock(tx, customer_id)
    if before is None:
        raise NoSuchCustomer
    after = await _changed(tx, before, given)
    if after == before:
        return before
    for kind in HANDLES:
        await _move_handle(tx, customer_id, kind, getattr(before, kind), getattr(after, kind))
    await customers.save(tx, after)
    changes = rules.changes(before, after)
    await tx.record(CustomerChanged(at=tx.now, by=tx.by, customer_id=customer_id, changes=changes))
    return after


async def _changed(tx: Transaction, before: Customer, given: dict[str, Any]) -> Customer:
    wrong = []
    if given.get("email") and (address := normalise.email(given["email"])) != given["email"]:
        wrong += [("email", rules.NO_EMAIL)] if address is None else []
        given["email"] = address
    if given.get("phone") and (number := normalise.phone(given["phone"])) != given["phone"]:
        wrong += [("phone", NO_PHONE)] if number is None else []
        given["phone"] = number
    if "tier" in given and rules.key_of((await settings.load(tx)).tiers, given["tier"]) != given["tier"]:
        wrong.append(("tier", NO_TIER))
    if "name" in given:
        given["name"] = normalise.plain(given["name"])
        wrong += [] if given["name"] else [("name", rules.NAME_LENGTH)]
    wrong += rules.place_flaws(None, given.get("language"))
    if wrong:
        raise Invalid(errors=wrong)
    emptied = {name: value or None for name, value in given.items() if name in {*HANDLES, "note"}}
    return replace(before, **(given | emptied))


async def _move_handle(tx: Transaction, customer_id: int, kind: str, was: str | None, now: str | None) -> None:
    if was == now:
        return
    if was is not None:
        await customers.drop_handle(tx, customer_id, (kind, was))
    if now is None or await customers.add_handles(tx, customer_id, [(kind, now)]):
        return
    if await customers.owner_of(tx, (kind, now)) != customer_id:
        raise HandleTaken(value=now)
