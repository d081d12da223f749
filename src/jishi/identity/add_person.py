"""Take a colleague in."""

from dataclasses import replace

from jishi.identity import normalise, rules
from jishi.identity.errors import EmailTaken
from jishi.identity.facts import PersonAdded
from jishi.identity.model import Person, Role
from jishi.identity.store import people
from jishi.identity.verify_password import hash_password
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction


async def add_person(
    tx: Transaction,
    *,
    name: str,
    email: str,
    role: Role,
    password: str | None,
    language: str | None = None,
    zone: str | None = None,
) -> Person:
    """Raises Invalid, EmailTaken. Without a password they cannot sign in, but can be given work and tokens."""
    name, address = normalise.plain(name), normalise.email(email) or ""
    person = Person(id=0, name=name, email=address, role=role, language=language, zone=zone, created_at=tx.now)
    flaws = rules.person_flaws(person)
    if password is not None:
        flaws += [("password", flaw) for flaw in rules.password_flaws(password, email=address, name=name)]
    if flaws:
        raise Invalid(errors=flaws)
    # Hashed before the first query, so that no connection is held for it.
    password_hash = await hash_password(password) if password is not None else None
    if await people.with_email(tx, address) is not None:
        raise EmailTaken
    person = replace(person, id=tx.new_id())
    await people.add(tx, person, password_hash)
    await tx.record(
        PersonAdded(at=tx.now, by=tx.by, person_id=person.id, name=person.name, email=person.email, role=person.role)
    )
    return person
