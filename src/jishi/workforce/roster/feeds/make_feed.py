"""Make the private link to one's shifts, follow it, take it back."""

import hashlib
import re
import secrets

from jishi.storage.transaction import Transaction
from jishi.workforce.roster.errors import NoSuchFeed
from jishi.workforce.roster.facts import ShiftFeedEnded, ShiftFeedMade
from jishi.workforce.roster.feeds import store
from jishi.workforce.roster.feeds.store import Feed, Owner

TOKEN = re.compile(r"([1-9]\d{0,17})-([\w-]{43})\.ics", re.ASCII)
HINT = 4


async def make_feed(tx: Transaction, person_id: int) -> tuple[Feed, str]:
    """The link's secret, which is never seen again. The one they had leads nowhere from now on."""
    secret = secrets.token_urlsafe(32)
    await store.keep_feed(tx, person_id, _hash(secret), hint=secret[-HINT:])
    await tx.record(ShiftFeedMade(at=tx.now, by=tx.by, person_id=person_id, hint=secret[-HINT:]))
    return Feed(hint=secret[-HINT:], made_at=tx.now), f"{tx.workspace_id}-{secret}.ics"


async def end_feed(tx: Transaction, person_id: int) -> None:
    """Raises NoSuchFeed."""
    if not await store.forget_feed(tx, person_id):
        raise NoSuchFeed
    await tx.record(ShiftFeedEnded(at=tx.now, by=tx.by, person_id=person_id))


async def owner_of(tx: Transaction, token: str) -> Owner:
    """Whose shifts the link shows. Raises NoSuchFeed, without telling what is wrong with it."""
    found = TOKEN.fullmatch(token)
    owner = None
    if found is not None and int(found[1]) == tx.workspace_id:
        owner = await store.owner(tx, _hash(found[2]))
    if owner is None:
        raise NoSuchFeed
    return owner


def _hash(secret: str) -> bytes:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
