"""Change what is known of a colleague, what they may do, and whether they are still here."""

from dataclasses import replace
from typing import Any

from jishi.identity import authenticate, normalise, rules
from jishi.identity.end_access import end_access
from jishi.identity.errors import EmailTaken, LastAdministrator, NoSuchPerson
from jishi.identity.facts import PersonChanged, PersonDeactivated, PersonReactivated
from jishi.identity.model import Person, Role
from jishi.identity.store import people, teams
from jishi.kernel.errors import Invalid
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction


async def change_person(tx: Transaction, person_id: int, **given: Any) -> Person:
    """`given`: any of name, email, role, language, zone, active. Raises NoSuchPerson, Invalid, EmailTaken, and
    LastAdministrator when nobody would be left to manage people.
    """
    administrators = await people.lock_administrators(tx) if given.keys() & {"role", "active"} else []
    before = await people.lock(tx, person_id)
    if before is None:
        raise NoSuchPerson
    after = _changed(before, given)
    if flaws := rules.person_flaws(after):
        raise Invalid(errors=flaws)
    if administrators == [person_id] and not (after.active and after.role is Role.ADMINISTRATOR):
        raise LastAdministrator
    if after == before:
        return before
    if after.email != before.email and await people.with_email(tx, after.email) is not None:
        raise EmailTaken
    await people.save(tx, after)
    if before.active and not after.active:
        await end_access(tx, person_id)
        await teams.give_up_lead(tx, person_id)
    authenticate.forget(tx.workspace_id, person_id)
    await tx.record(*_facts(before, after, tx))
    return after


def _changed(before: Person, given: dict[str, Any]) -> Person:
    if "name" in given:
        given["name"] = normalise.plain(given["name"])
    if "email" in given:
        given["email"] = normalise.email(given["email"]) or ""
    if "role" in given:
        given["role"] = Role(given["role"])
    return replace(before, **given)


def _facts(before: Person, after: Person, tx: Transaction) -> list[Fact]:
    changes = rules.changes(before, after)
    facts: list[Fact] = []
    if "active" in changes:
        del changes["active"]
        kind = PersonReactivated if after.active else PersonDeactivated
        facts.append(kind(at=tx.now, by=tx.by, person_id=after.id))
    if changes:
        facts.insert(0, PersonChanged(at=tx.now, by=tx.by, person_id=after.id, changes=changes))
    return facts
