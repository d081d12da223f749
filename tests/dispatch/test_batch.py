"""Many tickets are dispatched in one look at the desk, and each as if it had come alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec

from jishi.clock.answer_clock import answer_clock
from jishi.dispatch import store
from jishi.dispatch.board import seating
from jishi.dispatch.foresee import foresee
from jishi.dispatch.model import Asked
from jishi.dispatch.replay import is_same, replay
from jishi.dispatch.seat import with_clocks
from jishi.identity.model import Requester
from jishi.reactions import ALARMS
from jishi.tickets.assign import move
from jishi.tickets.model import Level
from jishi.tickets.receive import Incoming
from jishi.tickets.receive_many import receive_many
from jishi.tickets.solve import solve
from jishi.web.worker import Worker
from tests.clock.test_timer_round_trips import Counter
from tests.dispatch.cast import Floor
from tests.dispatch.test_races import two_dispatchers


async def many(floor: Floor, count: int, *, known: str | None = None) -> list[int]:
    """Requests that come in one call. The customers are new, but for the first, when somebody is `known`."""
    names = [known or "neu", *(f"{floor.id}-{number}" for number in range(1, count))]
    asked = [Incoming(channel="email", body="怎么退款?", requester=Requester(external_id=name)) for name in names]
    async with floor.job(by="api") as tx:
        received = await receive_many(tx, asked)
    return [each.ticket.id for each in received if not isinstance(each, Exception)]


async def test_case_a1_two_workers_and_the_same_tickets_make_one_assignment_and_one_line_each(floor: Floor) -> None:
    await floor.hire("Wang", capacity=100)
    await floor.hire("Li", capacity=100)
    tickets = await many(floor, 40)
    async with two_dispatchers(floor):
        pass
    assert [len(await floor.decisions(ticket)) for ticket in tickets] == [1] * 40
    assert sorted(fact["ticket_id"] for fact in await floor.facts("TicketAssigned")) == sorted(tickets)
    assert await floor.loads() == {"Lead": 0, "Wang": 20, "Li": 20}
    assert await floor.is_sound()


async def test_case_a3_a_team_that_is_set_while_the_dispatcher_waits_is_read_again_inside_the_claim(
    floor: Floor,
) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.hire("Front", "前台")
    await floor.hire("Wang", "售后")
    ticket = await floor.request(type="after_sale")
    async with floor.job() as tx:
        await tx.execute("SELECT dispatch_alone($1)", floor.id)
        batch = asyncio.create_task(floor.settle())
        await asyncio.sleep(0.2)
        async with floor.job(by=f"person:{floor.lead}") as other:
            await move(other, ticket, team_id=floor.teams["前台"], by=f"person:{floor.lead}")
        assert not batch.done()
    await batch
    assert await floor.owner(ticket) == "Front"
    assert len(await floor.facts("TicketAssigned")) == 1
    assert await floor.is_sound()


async def test_a_batch_takes_as_many_round_trips_as_one_ticket(floor: Floor) -> None:
    await floor.hire("Wang", capacity=1000)
    await floor.request()
    await floor.settle()
    counter, counts = Counter(floor.database), []
    for count in (70, 210):
        await many(floor, count)
        counter.sent.clear()
        await Worker(floor.database, dict(ALARMS)).dispatch()
        counts.append(len(counter.sent))
    del floor.database.hold  # count no more
    assert counts[0] == counts[1] < 30


async def test_each_decision_of_a_batch_is_kept_whole_and_comes_out_the_same_again(floor: Floor) -> None:
    for name, capacity in (("Wang", 3), ("Li", 4), ("Zhao", 2)):
        await floor.hire(name, capacity=capacity)
    await floor.hire("Away", status="away")
    tickets = await many(floor, 12)
    await floor.settle()
    names = {person: name for name, person in floor.people.items()}
    loads = []
    for ticket in tickets:
        [row] = await floor.decisions(ticket)
        assert is_same(row, replay(row["asked"], row["considered"], row["scene"], names)), row["code"]
        assert {names[packed[0]] for packed in row["considered"]} == {"Lead", "Wang", "Li", "Zhao", "Away"}
        assert {names[packed[0]]: packed[1] for packed in row["considered"]}["Away"] == "away"
        loads.append(sum(packed[2] for packed in row["considered"]))
    assert sorted(loads) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9], "each saw what those before it were given"


async def test_customers_who_are_known_and_new_ones_may_come_in_one_call(floor: Floor) -> None:
    await floor.hire("Wang", capacity=1000)
    await floor.request("Ms Zhou")
    tickets = await many(floor, 80, known="Ms Zhou")
    await floor.settle()
    assert len({await floor.owner(ticket) for ticket in tickets}) == 1
    assert len(tickets) == 80


async def test_of_a_long_queue_the_few_that_are_read_hold_the_one_that_the_rules_would_take(floor: Floor) -> None:
    """Three kinds, of ages that stand on both sides of the instant at which it is just too late to begin."""
    await floor.hire("Wang", capacity=1)
    held = await floor.request()
    await floor.settle()
    now = datetime.now(UTC)
    for number in range(45):
        level = (Level.URGENT, Level.IMPORTANT, Level.NORMAL)[number % 3]
        await floor.request(level=level, received_at=now - timedelta(minutes=7 * number))
    await floor.settle()
    for _ in range(6):
        async with floor.job() as tx:
            await solve(tx, held, by="person:1")
        best = await best_of_all(floor)
        await floor.settle()
        [held] = [fact["ticket_id"] for fact in (await floor.facts("TicketAssigned"))[-1:]]
        assert held == best
    assert await floor.is_sound()


async def best_of_all(floor: Floor) -> int:
    """The next, when everything that waits is looked at."""
    async with floor.job() as tx:
        desk = await store.look_at_desk(tx, [0])
        rows = await tx.fetch(
            "SELECT dispatch_asked($1, t, $2, $2) AS asked FROM tickets t JOIN queue q ON q.workspace_id = $1"
            " AND q.ticket_id = t.id WHERE t.workspace_id = $1",
            floor.id, tx.now,
        )  # fmt: skip
        waiting = msgspec.convert([row["asked"] for row in rows], list[Asked], strict=False)
        assert len(waiting) > len(desk.waiting) > 0
        clocks = await answer_clock(tx, [asked.ticket_id for asked in waiting])
        seated = seating(with_clocks(waiting, clocks), desk.candidates, desk.rules.scene(tx.now))
    return seated.given[0].asked.ticket_id


async def test_a_look_ahead_says_who_would_get_a_ticket_and_changes_nothing(floor: Floor) -> None:
    await floor.team("售后", "after_sale")
    await floor.hire("Wang", "售后")
    async with floor.job() as tx, floor.job() as other:
        await other.execute("SELECT dispatch_alone($1)", floor.id)  # and waits for nobody
        [seen] = await foresee(tx, [Asked(ticket_id=-1, type="after_sale", created_at=tx.now)])
    assert seen.placed.decision.agent_id == floor.people["Wang"]
    assert (seen.route.team_id, seen.route.why) == (floor.teams["售后"], "type")
    assert await floor.facts("TicketAssigned", "TicketQueued") == []
