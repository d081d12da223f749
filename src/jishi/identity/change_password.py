"""Give a person another password."""

from jishi.identity import rules, settings
from jishi.identity.end_access import end_other_sessions
from jishi.identity.errors import NoSuchPerson, wrong
from jishi.identity.facts import PasswordChanged
from jishi.identity.model import Caller, Person
from jishi.identity.prove import prove
from jishi.identity.store import people, secrets
from jishi.identity.verify_password import hash_password
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction


async def change_own_password(tx: Transaction, caller: Caller, *, current: str, new: str) -> None:
    """Change it knowing the old one. Guesses count towards the lock like those at the sign-in."""
    check_password(new, email=caller.email, name=caller.name, path="new")
    slug = (await settings.workspace(tx)).slug
    found = await prove(tx.database, email=caller.email, password=current, workspace=slug, at=tx.now)
    if not any(match.right for match in found):
        raise wrong("current", "The current password is wrong.")
    secrets.forgive_sign_in(tx, caller.email)
    await _replace(tx, caller.person_id, new, but=caller.secret_hash)


async def reset_password(tx: Transaction, person_id: int, new: str) -> Person:
    """Change somebody's, as an administrator may; all their sessions end."""
    person = await people.get(tx, person_id)
    if person is None:
        raise NoSuchPerson
    check_password(new, email=person.email, name=person.name)
    secrets.forgive_sign_in(tx, person.email)
    await _replace(tx, person_id, new)
    return person


def check_password(password: str, *, email: str = "", name: str = "", path: str = "password") -> None:
    if flaws := rules.password_flaws(password, email=email, name=name):
        raise Invalid(errors=[(path, flaw) for flaw in flaws])


async def _replace(tx: Transaction, person_id: int, new: str, *, but: bytes = b"") -> None:
    await people.set_password(tx, person_id, await hash_password(new))
    await end_other_sessions(tx, person_id, but=but)
    await tx.record(PasswordChanged(at=tx.now, by=tx.by, person_id=person_id))
