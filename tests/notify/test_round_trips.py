"""What telling costs: as many round trips for many tickets and many colleagues as for one."""

from collections.abc import AsyncIterator

import pytest

from jishi.identity.add_person import add_person
from jishi.identity.join_team import join_team
from jishi.identity.model import Role
from jishi.notify.escalate import escalate
from jishi.notify.tell_owner import given_to_you
from jishi.notify.watch_unopened import watch
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import open_database
from jishi.storage.journal import restore
from jishi.storage.transaction import Reaction, Transaction
from tests.cast import LEE, OTTO, Desk
from tests.clock.test_timer_round_trips import Counter
from tests.notify.promises import HOUR, MINUTE, promise, rung, target

LADDER = (rung("unopened", "owner", seconds=5 * MINUTE), rung("at", "team"), rung("after", "lead", seconds=HOUR))


@pytest.fixture
async def counter(database_url: str, desk: Desk) -> AsyncIterator[Counter]:
    database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    database.clock = desk.clock
    yield Counter(database)
    await database.close()


async def hire(desk: Desk, many: int) -> None:
    """So many more colleagues in the team."""
    async with desk.database.job(desk.workspace_id) as tx:
        for number in range(many):
            email = f"more{desk.workspace_id}-{number}@example.com"
            person = await add_person(tx, name=f"客服 {number}", email=email, role=Role.AGENT, password=None)
            await join_team(tx, team_id=desk.team_id, person_id=person.id)


async def told_of(desk: Desk, counter: Counter, kind: str, tickets: list[int], *how: Reaction) -> int:
    """Round trips in which everybody is told of these facts."""
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch(
            "SELECT kind, at, by, ticket_id, data FROM journal WHERE workspace_id = $1 AND kind = $2"
            " AND ticket_id = ANY($3) ORDER BY id",
            desk.workspace_id, kind, tickets,
        )  # fmt: skip
    facts = [restore(**dict(row)) for row in rows]
    assert len(facts) == len(tickets)

    async def react(tx: Transaction) -> None:
        for fact in facts:
            for reaction in how:
                await reaction(tx, fact)

    return await counter.count(desk, react)


async def test_many_are_told_in_as_many_round_trips_as_one(desk: Desk, counter: Counter) -> None:
    await hire(desk, 30)
    await promise(desk, *LADDER, targets=[target(seconds=HOUR, warn=[])])
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 100}, as_=OTTO)
    await desk.come_online(LEE)
    tickets = [int((await desk.write())["id"]) for _ in range(13)]
    await desk.worker.dispatch()
    await told_of(desk, counter, "TicketAssigned", tickets[:1], given_to_you, watch)  # what is remembered is remembered
    one = await told_of(desk, counter, "TicketAssigned", tickets[1:2], given_to_you, watch)
    many = await told_of(desk, counter, "TicketAssigned", tickets[2:], given_to_you, watch)
    assert one == many < 12

    desk.clock.pass_by(hours=1, seconds=1)
    await desk.worker.fire()
    await told_of(desk, counter, "PromiseBroken", tickets[:1], escalate)
    one = await told_of(desk, counter, "PromiseBroken", tickets[1:2], escalate)
    many = await told_of(desk, counter, "PromiseBroken", tickets[2:], escalate)
    assert one == many < 12
    async with desk.database.job(desk.workspace_id) as tx:
        told = await tx.fetch(
            "SELECT ticket_id, count(*) AS many FROM notices WHERE workspace_id = $1 AND kind = 'broken' GROUP BY 1",
            desk.workspace_id,
        )
    assert [row["many"] for row in told] == [32] * 13  # the thirty, Lee and Anna
