"""The board over HTTP."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import Parameter

from jishi.clock.board import rules, store
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.views import PersonName, TeamName
from jishi.storage.transaction import Transaction
from jishi.tickets.scope import scope_of

MOST = 200
HOURS = 12


class BoardItem(msgspec.Struct, kw_only=True):
    """One promise on the board. `warn_at` is when its warning comes or came."""

    timer_id: int
    kind: str
    due_at: datetime
    warn_at: datetime | None
    policy: str
    ticket_id: int
    number: str
    subject: str
    state: str
    level: str
    tier: str
    requester: str | None
    team: TeamName | None
    owner: PersonName | None


class BoardCounts(msgspec.Struct, kw_only=True):
    """`waiting`: nobody has it. `in_progress`: somebody has. `answered`: the customer has the word. `done`: closed
    today."""

    waiting: int
    in_progress: int
    answered: int
    done: int


class Unanswered(msgspec.Struct, kw_only=True):
    """Tickets whose customer waits for a word, and since when the first does."""

    count: int
    oldest: datetime | None


class TrendHour(msgspec.Struct, kw_only=True):
    since: datetime
    arrived: int
    finished: int


class Board(msgspec.Struct, kw_only=True):
    """What is late, the longest first, and what will be until `until`, the next first. `late_count` counts tickets and
    `soon_count` clocks, a thousand at the most. `growing`: lately more came in than was finished."""

    now: datetime
    until: datetime
    late_count: int
    soon_count: int
    late: list[BoardItem]
    soon: list[BoardItem]
    counts: BoardCounts
    unanswered: Unanswered
    trend: list[TrendHour]
    growing: bool


@get("/clock/board", guards=[requires(Permission.TICKETS_READ)])
async def show_board(
    tx: Transaction,
    caller: Caller,
    minutes: Annotated[int, Parameter(ge=5, le=1440)] = 60,
    team: Annotated[int | None, Parameter(ge=1, le=2**63 - 1)] = None,
    own: bool = False,
) -> Board:
    """What is late, what will be within so many minutes, and how the desk stands; of one team, or of the caller."""
    whose = store.Whose(person_id=caller.person_id, scope=scope_of(caller), team_id=team, own=own)
    until = tx.now + timedelta(minutes=minutes)
    late_count, soon_count = await store.lengths(tx, whose, until=until)
    counts = await store.counts(tx, whose)
    trend = await store.trend(tx, whose, hours=HOURS)
    return Board(
        now=tx.now,
        until=until,
        late_count=late_count,
        soon_count=soon_count,
        late=[_item(row) for row in await store.late(tx, whose, limit=MOST)],
        soon=[_item(row) for row in await store.soon(tx, whose, until=until, limit=MOST)],
        counts=BoardCounts(
            waiting=counts["waiting"],
            in_progress=counts["in_progress"],
            answered=counts["pending"] + counts["solved"],
            done=counts["done"],
        ),
        unanswered=Unanswered(count=counts["unanswered"], oldest=counts["oldest"]),
        trend=[TrendHour(since=hour.since, arrived=hour.arrived, finished=hour.finished) for hour in trend],
        growing=rules.is_growing(trend),
    )


def _item(row: Mapping[str, Any]) -> BoardItem:
    return BoardItem(
        timer_id=row["timer_id"],
        kind=row["kind"],
        due_at=row["due_at"],
        warn_at=row["warned_at"] or (row["warn_at"][0] if row["warn_at"] else None),
        policy=row["promise"],
        ticket_id=row["ticket_id"],
        number=row["number"],
        subject=row["subject"],
        state=row["state"],
        level=row["level"],
        tier=row["tier"],
        requester=row["customer_name"],
        team=TeamName(id=row["team_id"], name=row["team_name"]) if row["team_name"] is not None else None,
        owner=PersonName(id=row["owner_id"], name=row["owner_name"]) if row["owner_name"] is not None else None,
    )


routes = [show_board]
