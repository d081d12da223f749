"""Who in this workspace stands for a name in the file."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from jishi.channels.history import store
from jishi.channels.history.model import Case, Columns
from jishi.channels.history.store import Handle, Newcomer
from jishi.identity import normalise, recognise, settings
from jishi.identity.facts import CustomerCreated
from jishi.identity.model import Customer, Requester, Team
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction

BY = "import"
NOBODY = {"zh-CN": "未知客户", "en": "Unknown customer"}
LONGEST = 200
Contact = tuple[str | None, str | None, str | None, str | None]


class NoSuchColleague(Invalid):
    """The mapping names a colleague who is not in this workspace: {email}."""


@dataclass(slots=True)
class Names:
    """What has been found or made so far in one import. With `dry`, who is missing is counted and not made."""

    dry: bool = False

    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    customers: dict[Contact, int] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=lambda: {"people": 0, "teams": 0, "customers": 0})


async def find_names(tx: Transaction, mapping: Columns, cases: Collection[Case], names: Names) -> None:
    """Fill `names` with everybody whom the cases name; those who are not here yet are made."""
    owners = {step.owner for case in cases for step in case.steps} | {case.solved_by for case in cases}
    owners |= {step.answered_by for case in cases for step in case.steps}
    await _find_people(tx, mapping, {name for name in owners if name} - names.people.keys(), names)
    teams = {step.team for case in cases for step in case.steps}
    await _find_teams(tx, mapping, {name for name in teams if name} - names.teams.keys(), names)
    await _find_customers(tx, mapping, cases, names)


async def _find_people(tx: Transaction, mapping: Columns, wanted: set[str], names: Names) -> None:
    if not wanted:
        return
    emails = {name: normalise.email(mapping.people.get(name, name)) for name in wanted}
    here = await store.people_by_email(tx, [email for email in emails.values() if email])
    for name in wanted & mapping.people.keys():
        if emails[name] not in here:
            raise NoSuchColleague(email=mapping.people[name])
    found = {name: here[email] for name, email in emails.items() if email in here}
    found |= await store.known_names(tx, mapping.source, "person", list(wanted - found.keys()))
    people = [Newcomer(tx.new_id(), name[:LONGEST], _address(mapping, name)) for name in sorted(wanted - found.keys())]
    if people:
        made = {name: person.id for name, person in zip(sorted(wanted - found.keys()), people, strict=True)}
        if not names.dry:
            await store.add_people(tx, people)
            await store.remember_names(tx, mapping.source, "person", made)
        found |= made
        names.made["people"] += len(made)
    names.people |= found


def _address(mapping: Columns, name: str) -> str:
    """An address that can exist for nobody: the domain is reserved for that."""
    return f"{hashlib.sha256(name.encode()).hexdigest()[:20]}@{normalise.slug_of(mapping.source)}.invalid"


async def _find_teams(tx: Transaction, mapping: Columns, wanted: set[str], names: Names) -> None:
    if not wanted:
        return
    known = await store.known_names(tx, mapping.source, "team", list(wanted))
    called = {name: mapping.teams.get(name, name)[:LONGEST] for name in wanted - known.keys()}
    here = await store.teams_by_name(tx, list(called.values()))
    new = sorted(set(called.values()) - here.keys())
    if new:
        teams = [Team(id=tx.new_id(), name=name, created_at=tx.now) for name in new]
        if not names.dry:
            await store.add_teams(tx, teams)
            settings.renew(tx)
        here |= {team.name: team.id for team in teams}
        names.made["teams"] += len(teams)
    made = {name: here[title] for name, title in called.items()}
    if made and not names.dry:
        await store.remember_names(tx, mapping.source, "team", made)
    names.teams |= known | made


async def _find_customers(tx: Transaction, mapping: Columns, cases: Iterable[Case], names: Names) -> None:
    wanted = {case.customer: case for case in cases if case.customer not in names.customers}
    requesters = {contact: _requester(contact) for contact in wanted}
    handles = {contact: recognise.handles(requester) for contact, requester in requesters.items()}
    here = await store.customers_by_handle(tx, [handle for each in handles.values() for handle in each])
    nameless = [contact[0] or "" for contact in wanted if not handles[contact]]
    known = await store.known_names(tx, mapping.source, "customer", nameless)
    language = (await settings.workspace(tx)).language
    new: list[Customer] = []
    told: list[tuple[Handle, int]] = []
    unnamed: dict[str, int] = {}
    for contact, case in wanted.items():
        if handles[contact]:
            found = next((here[handle] for handle in handles[contact] if handle in here), None)
        else:
            found = known.get(contact[0] or "")
        if found is None:
            customer = _customer(tx, requesters[contact], case, NOBODY.get(language, NOBODY["en"]))
            new.append(customer)
            found = customer.id
            here |= dict.fromkeys(handles[contact], found)
            told += [(handle, found) for handle in handles[contact]]
            if not handles[contact]:
                unnamed[contact[0] or ""] = known[contact[0] or ""] = found
        names.customers[contact] = found
    if new and not names.dry:
        await _add(tx, mapping, new, told, unnamed)
    names.made["customers"] += len(new)


async def _add(
    tx: Transaction, mapping: Columns, new: list[Customer], told: list[tuple[Handle, int]], unnamed: dict[str, int]
) -> None:
    store.add_customers(tx, new, told)
    store.add_facts(tx, [CustomerCreated(at=tx.now, by=BY, customer_id=c.id, tier=c.tier) for c in new])
    if unnamed:
        await store.remember_names(tx, mapping.source, "customer", unnamed)


def _requester(contact: Contact) -> Requester:
    return Requester(name=contact[0], email=contact[1], phone=contact[2], external_id=contact[3])


def _customer(tx: Transaction, requester: Requester, case: Case, nobody: str) -> Customer:
    email = normalise.email(requester.email or "")
    phone = normalise.phone(requester.phone or "")
    name = normalise.plain(requester.name or "")[:LONGEST]
    return Customer(
        id=tx.new_id(),
        name=name or email or phone or requester.external_id or nobody,
        email=email,
        phone=phone,
        external_id=requester.external_id,
        tier=case.tier,
        created_at=tx.now,
    )
