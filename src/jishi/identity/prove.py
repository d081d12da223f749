"""Check a password, counting the attempt before it is known to be right."""

import math
from dataclasses import dataclass
from datetime import datetime

from jishi.identity import normalise
from jishi.identity.errors import SignInLocked
from jishi.identity.store import secrets
from jishi.identity.verify_password import verify_password
from jishi.storage.database import Database


@dataclass(frozen=True, slots=True)
class Match:
    """A colleague with this e-mail. `right` when the password is theirs."""

    workspace_id: int
    person_id: int
    password_hash: str
    right: bool


async def prove(
    database: Database, *, email: str, password: str, workspace: str | None = None, at: datetime
) -> list[Match]:
    """Everyone with this e-mail, in one workspace or in all. Raises SignInLocked after too many failures.

    An e-mail that nobody has costs one verification like one that somebody has.
    """
    address = normalise.email(email)
    rows = await secrets.begin_sign_in(database, address, workspace, at) if address else []
    if rows and rows[0]["locked"] is not None:
        raise SignInLocked(seconds=math.ceil((rows[0]["locked"] - at).total_seconds()))
    if not rows:
        await verify_password(password, None)
    return [
        Match(row["ws"], row["person_id"], row["password_hash"], await verify_password(password, row["password_hash"]))
        for row in rows
    ]
