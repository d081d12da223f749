"""Tell who makes a request from the secret it shows."""

import asyncio
import logging
from datetime import datetime

import asyncpg

from jishi.identity import rules
from jishi.identity.model import Caller
from jishi.identity.secret import Secret, shown
from jishi.identity.short_memory import ShortMemory
from jishi.identity.store import secrets
from jishi.storage.database import Database
from jishi.storage.lost import LOST

log = logging.getLogger(__name__)

# A second: a page asks several things at once, and whoever was shut out elsewhere is out here a second later.
_known = ShortMemory[bytes, Caller](seconds=1.0)
_touching: set[asyncio.Task[None]] = set()


async def authenticate(database: Database, *, authorization: str | None, cookie: str | None) -> Caller | None:
    """The caller of a bearer token or of a session cookie, or None. One round trip, none when just asked."""
    secret = shown(authorization, cookie)
    if secret is None:
        return None
    known = _known.recall(secret.hash)
    if known is not None:
        return known
    now = database.clock()
    row = await secrets.find_caller(database, secret, now)
    if row is None:
        return None
    _touch(database, secret, row["seen_at"], now)
    caller = _caller(row, secret)
    _known.keep(secret.hash, caller, about=(caller.workspace_id, caller.person_id))
    return caller


def forget(workspace_id: int, person_id: int) -> None:
    """What this person may do, or whether they may at all, changes with this transaction."""
    _known.forget((workspace_id, person_id))


async def settle() -> None:
    """Wait until the notes of use that are under way are stored."""
    await asyncio.gather(*_touching)


def _caller(row: asyncpg.Record, secret: Secret) -> Caller:
    return Caller(
        workspace_id=secret.workspace_id,
        person_id=row["person_id"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        permissions=rules.permissions_of(row["role"]),
        team_ids=tuple(row["team_ids"]),
        language=row["language"],
        zone=row["zone"],
        via="token" if secret.by_token else "session",
        csrf=row["csrf"],
        secret_hash=secret.hash,
    )


def _touch(database: Database, secret: Secret, seen_at: datetime | None, now: datetime) -> None:
    """Store that the secret was used, beside the request: nobody waits for it, and losing it costs nothing."""
    if seen_at is not None and now - seen_at < rules.TOUCH_PAUSE:
        return
    task = asyncio.get_running_loop().create_task(_store_touch(database, secret, now))
    _touching.add(task)
    task.add_done_callback(_touching.discard)


async def _store_touch(database: Database, secret: Secret, now: datetime) -> None:
    try:
        await secrets.touch(database, secret, now)
    except (asyncpg.PostgresError, *LOST) as error:
        log.debug("use of a secret not noted", extra={"error": str(error)})
