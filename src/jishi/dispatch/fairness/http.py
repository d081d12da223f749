"""How fairly the work is shared, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from asyncpg import Record
from litestar import get
from litestar.params import Parameter, QueryParameter

from jishi.dispatch.errors import NoSuchPeriod
from jishi.dispatch.fairness import rules, store
from jishi.dispatch.fairness.model import Days, Share, Tally
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

WEEK, MOST = timedelta(days=7), timedelta(days=93)
LEAD = [requires(Permission.WORKFORCE_MANAGE)]
WRONG_ORDER = "The end comes after the beginning, and at most three months later."

Since = Annotated[datetime | None, QueryParameter(name="from", description="A week before the end, when not given.")]
Until = Annotated[datetime | None, QueryParameter(name="to", description="Now, when not given.")]
Team = Annotated[int | None, Parameter(ge=1, le=2**63 - 1)]


class FairAgent(msgspec.Struct, kw_only=True):
    id: int
    name: str
    email: str


class ShareView(msgspec.Struct, kw_only=True):
    """What one colleague was given, and for each hour on shift: by the roster, or for who does not work by it while
    online. Shares of that time: `load` with a ticket open on their screen, `idle` online with nothing in hand, which is
    no ticket open and none of theirs to go on with. `hard_share` and `easy_share` of the tickets. Null where there is
    too little to say."""

    agent: FairAgent
    given: int
    hard: int
    easy: int
    shift_seconds: int
    here_seconds: int
    busy_seconds: int
    idle_seconds: int
    per_hour: float | None
    load: float | None
    idle: float | None
    hard_share: float | None
    easy_share: float | None


class FairnessView(msgspec.Struct, kw_only=True):
    """Jain's index: 1 when all have the same for each hour on shift, 1/n when one has it all. Null where nothing was
    measured."""

    since: datetime
    until: datetime
    even_given: float | None
    even_load: float | None
    even_hard: float | None
    even_easy: float | None
    items: list[ShareView]


@get("/fairness", guards=LEAD)
async def show_fairness(tx: Transaction, since: Since = None, until: Until = None, team: Team = None) -> FairnessView:
    """How evenly tickets, work, and hard and easy cases were spread, for a week unless told. Whoever was neither on
    shift nor given anything is left out."""
    end = _utc(until) or tx.now
    begin = _utc(since) or end - WEEK
    if not begin < end <= begin + MOST:
        raise NoSuchPeriod(errors=[("to", WRONG_ORDER)])
    people = {row["id"]: row for row in await store.agents(tx, team)}
    found = rules.fairness(await _tallies(tx, people, since=begin, until=end))
    return FairnessView(
        since=begin,
        until=end,
        even_given=_rounded(found.even_given),
        even_load=_rounded(found.even_load),
        even_hard=_rounded(found.even_hard),
        even_easy=_rounded(found.even_easy),
        items=[_share(each, people[each.tally.person_id]) for each in found.shares],
    )


async def _tallies(tx: Transaction, people: dict[int, Record], *, since: datetime, until: datetime) -> list[Tally]:
    given = await store.given(tx, since=since, until=until)
    now = min(until, tx.now)  # nobody was here yet in what is to come
    days = await _days(tx, list(people), since=since, until=now)
    tallies = []
    for person_id in people:
        row = given.get(person_id)
        counted = {name: row[name] for name in ("given", "hard", "easy")} if row else {}
        tally = Tally(person_id=person_id, **counted)
        if now > since:
            tally = rules.spent(tally, days[person_id], since=since, until=now)
        if row or tally.shift:
            tallies.append(tally)
    return tallies


async def _days(tx: Transaction, people: list[int], *, since: datetime, until: datetime) -> dict[int, Days]:
    rosters = await store.rosters(tx, people, since=since, until=until)
    turns = await store.turns(tx, people, since=since, until=until)
    busy = await store.busy(tx, since=since, until=until)
    held = await store.held(tx, since=since, until=until)
    return {
        person_id: Days(
            by_roster=by_roster,
            shifts=shifts,
            leaves=leaves,
            turns=turns.get(person_id, ()),
            busy=busy.get(person_id, ()),
            held=held.get(person_id, ()),
        )
        for person_id, (by_roster, shifts, leaves) in rosters.items()
    }


def _share(share: Share, person: Record) -> ShareView:
    tally = share.tally
    return ShareView(
        agent=FairAgent(id=person["id"], name=person["name"], email=person["email"]),
        given=tally.given,
        hard=tally.hard,
        easy=tally.easy,
        shift_seconds=round(tally.shift),
        here_seconds=round(tally.here),
        busy_seconds=round(tally.busy),
        idle_seconds=round(tally.idle),
        per_hour=_rounded(share.per_hour),
        load=_rounded(share.load),
        idle=_rounded(share.idle),
        hard_share=_rounded(share.hard_share),
        easy_share=_rounded(share.easy_share),
    )


def _utc(at: datetime | None) -> datetime | None:
    """Of an instant that names no zone: all are in UTC here."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


routes = [show_fairness]
