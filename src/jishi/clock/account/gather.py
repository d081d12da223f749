"""Bring together what an account of a ticket needs: what happened to it, and who was at work meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from jishi.clock.account import store
from jishi.clock.account.attendance import Member, attendance
from jishi.clock.account.model import Attendance, Happening
from jishi.clock.account.rules import Gauge
from jishi.clock.account.timeline import Line, timeline
from jishi.clock.instants import micros
from jishi.clock.model import Timer
from jishi.clock.standards import hours_of
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Ticket


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a ticket between two instants."""

    happenings: list[Happening]
    line: Line
    attendance: Attendance


async def gather(tx: Transaction, ticket: Ticket, *, since: datetime, until: datetime) -> Life:
    told = await store.happenings(tx, ticket.id, until=until)
    line = timeline(told)
    return Life(told, line, await _attendance(tx, line, since, until, filed_at=ticket.filed_at))


async def gauge_of(tx: Transaction, timer: Timer) -> Gauge:
    """What measures the timer's time: the calendars it ran on before, each until it was changed, then its own."""
    before = [
        (micros(stage.until), await hours_of(tx, stage.calendar_id, stage.calendar_version)) for stage in timer.carried
    ]
    return [*before, (None, await hours_of(tx, timer.calendar_id, timer.calendar_version))]


async def _attendance(
    tx: Transaction, line: Line, since: datetime, until: datetime, *, filed_at: datetime
) -> Attendance:
    teams = {standing.team_id for _, standing in line}
    owners = {standing.owner_id for _, standing in line if standing.owner_id is not None}
    members: list[Member] = []
    members += await store.memberships(tx, [team for team in teams if team is not None], until=until)
    if None in teams:
        members += [(None, person, 0, True) for person in await store.everybody(tx)]
    people = owners | {person for _, person, _, _ in members}
    presence = await store.presence(tx, sorted(people), since=since, until=until)
    return attendance(presence, members, filed_at=micros(filed_at))
