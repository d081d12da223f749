"""How the queues are worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jishi.dispatch.explain import sentence
from jishi.dispatch.model import QueueSettings
from jishi.dispatch.queues import store
from jishi.identity.settings import workspace
from jishi.storage.transaction import Transaction


async def queues(tx: Transaction) -> dict[int, QueueSettings]:
    """Those that somebody has settled, by team; all others are worked as the defaults say."""
    return await store.all_settings(tx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What waits in one queue because nobody could take it. `why` and `reason` are those of the oldest."""

    waiting: int
    oldest: int
    newest: datetime
    why: str
    reason: str


async def crowd(tx: Transaction, team_id: int, *, urgent: bool) -> Crowd | None:
    """Of what is urgent, or of all else; None when nothing waits."""
    row = await store.crowd(tx, team_id, urgent=urgent)
    if row is None:
        return None
    language = (await workspace(tx)).language
    return Crowd(
        waiting=row["waiting"],
        oldest=row["ticket_id"],
        newest=row["newest"],
        why=row["code"],
        reason=sentence(row["code"], row["params"], language),
    )


async def urgencies(tx: Transaction, ticket_ids: Sequence[int]) -> dict[int, bool]:
    """Whether they are urgent: those that wait still, because nobody could take them."""
    return await store.urgencies(tx, ticket_ids)


async def waiting_in(
    tx: Transaction, team_id: int, *, after: Sequence[str] | None, limit: int
) -> list[tuple[int, list[str]]]:
    """Tickets that wait in a team's queue, in its order, and the place of each; for 0, in any: what holds for the whole
    desk holds for all of them."""
    return await store.waiting_in(tx, team_id, after=after, limit=limit)
