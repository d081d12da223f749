"""Sign in with e-mail and password."""

from dataclasses import dataclass
from datetime import datetime

from jishi.identity import normalise
from jishi.identity.errors import WrongPassword, wrong
from jishi.identity.facts import SignedIn, SignInFailed
from jishi.identity.prove import Match, prove
from jishi.identity.secret import Secret, new_csrf, new_session, shown
from jishi.identity.store import people, secrets
from jishi.identity.verify_password import hash_password, is_outdated
from jishi.storage.database import Database

NOBODYS = 0  # the workspace of attempts on an e-mail that nobody has
WHICH = "This e-mail belongs to several workspaces. Say which one."


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sign-in comes from. `cookie`: the session it takes the place of."""

    address: str | None = None
    client: str | None = None
    cookie: str | None = None


async def sign_in(
    database: Database, *, email: str, password: str, workspace: str | None = None, origin: Origin | None = None
) -> Secret:
    """Begin a session; its secret goes into the cookie. Raises WrongPassword, SignInLocked, or Invalid when the e-mail
    belongs to several workspaces and the password to more than one.
    """
    origin, at = origin or Origin(), database.clock()
    found = await prove(database, email=email, password=password, workspace=workspace, at=at)
    right = [match for match in found if match.right]
    if not right:
        await _record_failure(database, email, found, origin, at)
        raise WrongPassword
    if len(right) > 1:
        raise wrong("workspace", WHICH)
    return await _begin(database, right[0], password, origin, at)


async def _begin(database: Database, match: Match, password: str, origin: Origin, at: datetime) -> Secret:
    """A new secret at every sign-in: one that somebody planted in the browser before is worth nothing after."""
    fresh_hash = await hash_password(password) if is_outdated(match.password_hash) else None
    secret, old = new_session(match.workspace_id), shown(None, origin.cookie)
    async with database.job(match.workspace_id, by=f"person:{match.person_id}", now=at) as tx:
        person = await people.lock(tx, match.person_id)
        if person is None or not person.active:
            raise WrongPassword
        if old is not None and old.workspace_id == match.workspace_id:
            await secrets.end_session(tx, old.hash)
        if fresh_hash is not None:
            await people.set_password(tx, match.person_id, fresh_hash)
        await secrets.add_session(
            tx, secret, match.person_id, csrf=new_csrf(), address=origin.address, client=origin.client
        )
        secrets.forgive_sign_in(tx, person.email)
        await tx.record(
            SignedIn(at=at, by=tx.by, person_id=match.person_id, address=origin.address, client=origin.client)
        )
    return secret


async def _record_failure(database: Database, email: str, found: list[Match], origin: Origin, at: datetime) -> None:
    """In a job of its own, for the request fails; and also for an e-mail that nobody has, so that it takes as long."""
    address = normalise.email(email)
    if address is None:
        return
    match = found[0] if found else None
    async with database.job(match.workspace_id if match else NOBODYS, now=at) as tx:
        await tx.record(
            SignInFailed(
                at=at,
                email=address,
                person_id=match.person_id if match else None,
                address=origin.address,
                client=origin.client,
            )
        )
