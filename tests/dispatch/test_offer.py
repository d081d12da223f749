"""A ticket arrives, and somebody owns it."""

from datetime import timedelta

from jishi.dispatch.stranded import rescue, stranded
from jishi.identity.change_person import change_person
from jishi.identity.join_team import leave_team
from jishi.identity.make_team import change_team, dissolve_team
from jishi.tickets.assign import move, return_to_queue
from jishi.tickets.classify import classify
from jishi.tickets.model import Level
from jishi.tickets.solve import reopen, solve
from jishi.tickets.wait import pend, resume
from tests.dispatch.cast import Floor


async def test_a_ticket_goes_to_the_least_loaded_of_the_team_that_takes_its_type(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.hire("Front", "前台")
    await floor.hire("Wang", "售后")
    await floor.hire("Li", "售后")
    owned = await floor.request(type="after_sale")
    await floor.give(owned, "Wang")
    ticket = await floor.request(type="after_sale")
    await floor.settle()
    assert await floor.owner(ticket) == "Li"
    assert await floor.loads() == {"Lead": 0, "Front": 0, "Wang": 1, "Li": 1}
    [decision] = await floor.decisions(ticket)
    assert decision["by"] == "dispatcher"
    assert decision["team_id"] == floor.teams["售后"]
    assert decision["params"] == {"agent": "Li", "load": 0, "capacity": 8, "team": "售后"}
    assert {packed[0] for packed in decision["considered"]} == {floor.people["Wang"], floor.people["Li"]}
    [fact] = [fact for fact in await floor.facts("TicketAssigned") if fact["ticket_id"] == ticket]
    assert fact["data"]["reason"] == "给〈Li〉:售后组,在线,0/8;负载最低"
    assert await floor.is_sound()


async def test_an_arrival_is_given_once_however_often_the_worker_looks(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    for _ in range(3):
        await floor.settle()
    assert len(await floor.decisions(ticket)) == 1
    assert len(await floor.facts("TicketAssigned")) == 1


async def test_case_a4_nobody_eligible_waits_with_the_reason_until_somebody_comes(floor: Floor) -> None:
    await floor.team("售后", "after_sale")
    await floor.hire("Wang", "售后", status="away")
    await floor.hire("Li", "售后", status=None)
    ticket = await floor.request(type="after_sale")
    await floor.settle()
    assert await floor.queue() == [ticket]
    [fact] = await floor.facts("TicketQueued")
    assert fact["data"]["why"] == "nobody_online"
    assert fact["data"]["reason"] == "在售后组排队:1 人离开,1 人离线"
    assert (
        await floor.value("SELECT team_id FROM tickets WHERE workspace_id = $1 AND id = $2", ticket)
        == floor.teams["售后"]
    )
    await floor.presence("Li", "online")
    await floor.settle()
    assert await floor.owner(ticket) == "Li"
    assert await floor.queue() == []
    assert [decision["code"] for decision in await floor.decisions(ticket)] == ["nobody_online", "only"]
    assert await floor.is_sound()


async def test_a_full_agent_gets_no_more_and_the_next_when_one_is_solved(floor: Floor) -> None:
    await floor.hire("Wang", capacity=2)
    first, second, third = [await floor.request() for _ in range(3)]
    await floor.settle()
    assert await floor.loads() == {"Lead": 0, "Wang": 2}
    assert await floor.queue() == [third]
    async with floor.job() as tx:
        await solve(tx, first, by="person:1")
    await floor.settle()
    assert await floor.owner(third) == "Wang"
    assert await floor.loads() == {"Lead": 0, "Wang": 2}
    assert await floor.owner(second) == "Wang"
    assert await floor.is_sound()


async def test_case_a5_what_was_freed_goes_to_the_most_urgent_that_waits_not_to_the_next_arrival(floor: Floor) -> None:
    await floor.hire("Wang", capacity=1)
    held = await floor.request()
    await floor.settle()
    normal = await floor.request()
    vip = await floor.request(tier="vip")
    urgent = await floor.request(level=Level.URGENT)
    await floor.settle()
    assert await floor.queue() == [urgent, vip, normal]
    async with floor.job() as tx:
        await pend(tx, held, by="person:1")
    late = await floor.request()
    await floor.settle()
    assert await floor.owner(urgent) == "Wang"
    assert await floor.queue() == [vip, normal, late]
    assert await floor.is_sound()


async def test_a_higher_level_moves_a_waiting_ticket_forward(floor: Floor) -> None:
    first, second = await floor.request(), await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await classify(tx, second, level=Level.URGENT, by="person:1")
    await floor.settle()
    assert await floor.queue() == [second, first]
    assert len(await floor.facts("TicketQueued")) == 2


async def test_another_type_moves_a_waiting_ticket_to_the_team_that_takes_it(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.hire("Wang", "售后")
    ticket = await floor.request()
    await floor.settle()
    assert await floor.owner(ticket) is None
    async with floor.job() as tx:
        await classify(tx, ticket, type="after_sale", by="person:1")
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_a_manual_assignment_stands_and_leaves_the_queue(floor: Floor) -> None:
    await floor.hire("Wang", status="offline")
    ticket = await floor.request()
    await floor.settle()
    await floor.give(ticket, "Wang", by="Lead")
    await floor.presence("Wang", "online")
    await floor.settle()
    assert await floor.queue() == []
    assert await floor.owner(ticket) == "Wang"
    waited, given = await floor.decisions(ticket)
    assert waited["agent_id"] is None
    assert (given["code"], given["by"]) == ("by_hand", f"person:{floor.lead}")
    assert given["params"] == {"agent": "Wang", "by": "Lead"}
    assert await floor.is_sound()


async def test_a_manual_assignment_before_the_dispatcher_came_is_left_alone(floor: Floor) -> None:
    await floor.hire("Wang")
    await floor.hire("Li")
    ticket = await floor.request()
    await floor.give(ticket, "Li")
    await floor.settle()
    assert await floor.owner(ticket) == "Li"
    assert [decision["code"] for decision in await floor.decisions(ticket)] == ["taken"]


async def test_the_customers_previous_agent_is_preferred_while_free(floor: Floor) -> None:
    await floor.hire("Wang")
    await floor.hire("Li")
    first = await floor.request("Ms Zhou")
    await floor.give(first, "Li")
    second = await floor.request("Ms Zhou")
    await floor.settle()
    assert await floor.owner(second) == "Li"
    assert (await floor.decisions(second))[0]["code"] == "previous"
    await floor.presence("Li", "away")
    third = await floor.request("Ms Zhou")
    await floor.settle()
    assert await floor.owner(third) == "Wang"


async def test_who_gives_a_ticket_back_is_not_given_it_again_for_a_while(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await return_to_queue(tx, ticket, by=f"person:{floor.people['Wang']}")
    await floor.settle()
    assert await floor.owner(ticket) is None
    assert [decision["code"] for decision in await floor.decisions(ticket)] == ["only", "given_back", "nobody_free"]
    floor.shift = timedelta(minutes=31)
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"
    assert await floor.is_sound()


async def test_a_ticket_a_supervisor_takes_back_may_go_to_the_same_agent(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await return_to_queue(tx, ticket, by=f"person:{floor.lead}")
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_a_reopened_ticket_without_an_owner_is_dispatched(floor: Floor) -> None:
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await solve(tx, ticket, by=f"person:{floor.lead}", person_id=floor.lead)
    await floor.settle()
    assert await floor.queue() == []
    await floor.hire("Wang")
    async with floor.job() as tx:
        await reopen(tx, ticket, by="customer:1")
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_a_ticket_put_off_without_an_owner_is_dispatched_when_it_goes_on(floor: Floor) -> None:
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await pend(tx, ticket, by="person:1")
    assert await floor.queue() == []
    await floor.hire("Wang")
    await floor.settle()
    assert await floor.owner(ticket) is None
    async with floor.job() as tx:
        await resume(tx, ticket, by="person:1")
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_a_ticket_moved_to_a_team_stays_in_it_whatever_its_type(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    await floor.hire("Front", "前台")
    await floor.hire("Wang", "售后")
    ticket = await floor.request(type="after_sale")
    await floor.settle()
    async with floor.job() as tx:
        await move(tx, ticket, team_id=floor.teams["前台"], by=f"person:{floor.lead}")
    await floor.settle()
    assert await floor.owner(ticket) == "Front"
    assert [decision["code"] for decision in await floor.decisions(ticket)] == ["only", "moved", "only"]
    assert await floor.loads() == {"Lead": 0, "Front": 1, "Wang": 0}
    assert await floor.is_sound()


async def test_a_waiting_ticket_follows_the_teams_when_they_change(floor: Floor) -> None:
    await floor.team("前台")
    ticket = await floor.request(type="after_sale")
    await floor.settle()
    await floor.team("售后")
    await floor.hire("Wang", "售后")
    await floor.settle()
    assert await floor.owner(ticket) is None
    async with floor.job() as tx:
        await change_team(tx, floor.teams["售后"], types=("after_sale",))
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_a_waiting_ticket_of_a_dissolved_team_goes_to_the_default_team(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    ticket = await floor.request(type="after_sale")
    await floor.settle()
    await floor.hire("Front", "前台")
    async with floor.job() as tx:
        await dissolve_team(tx, floor.teams["售后"])
    await floor.settle()
    assert await floor.owner(ticket) == "Front"


async def test_case_a10_nobody_outside_the_team_is_given_its_tickets(floor: Floor) -> None:
    await floor.team("售后")
    await floor.hire("Wang", "售后")
    await floor.hire("Stranger")
    async with floor.job() as tx:
        await leave_team(tx, floor.teams["售后"], floor.people["Wang"])
    ticket = await floor.request()
    await floor.settle()
    assert await floor.owner(ticket) is None
    assert (await floor.decisions(ticket))[0]["code"] == "no_members"


async def test_case_a11_the_tickets_of_somebody_who_left_go_to_others(floor: Floor) -> None:
    await floor.hire("Wang")
    tickets = [await floor.request() for _ in range(3)]
    await floor.settle()
    async with floor.job() as tx:
        await pend(tx, tickets[0], by="person:1")
    await floor.hire("Li")
    async with floor.job(by=f"person:{floor.lead}") as tx:
        await change_person(tx, floor.people["Wang"], active=False)
    await floor.settle()
    assert [await floor.owner(ticket) for ticket in tickets] == [None, "Li", "Li"]
    assert await floor.loads() == {"Lead": 0, "Wang": 0, "Li": 2}
    assert (await floor.decisions(tickets[1]))[1]["code"] == "left"
    assert await floor.is_sound()


async def test_a_ticket_that_somebody_who_left_had_solved_finds_a_new_owner_when_it_comes_back(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    await floor.settle()
    async with floor.job() as tx:
        await solve(tx, ticket, by=f"person:{floor.people['Wang']}")
        await change_person(tx, floor.people["Wang"], active=False)
    await floor.settle()
    await floor.hire("Li")
    async with floor.job() as tx:
        await reopen(tx, ticket, by="customer:1")
    await floor.settle()
    assert await floor.owner(ticket) == "Li"
    assert await floor.loads() == {"Lead": 0, "Wang": 0, "Li": 1}
    assert await floor.is_sound()


async def test_a_ticket_without_an_owner_is_dispatched_when_its_customer_writes(floor: Floor) -> None:
    """History of another system is not dispatched when it is loaded."""
    await floor.hire("Wang")
    ticket = await floor.request("Ms Zhou", thread_key="t1")
    async with floor.job() as tx:
        await tx.execute("DELETE FROM outbox WHERE workspace_id = $1", floor.id)
    await floor.settle()
    assert await floor.owner(ticket) is None
    assert await floor.request("Ms Zhou", thread_key="t1") == ticket
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_more_capacity_takes_what_waits(floor: Floor) -> None:
    await floor.hire("Wang", capacity=0)
    ticket = await floor.request()
    await floor.settle()
    assert await floor.owner(ticket) is None
    await floor.capacity("Wang", 1)
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"


async def test_case_a14_an_agent_of_two_teams_serves_both_queues_in_one_order(floor: Floor) -> None:
    await floor.team("前台")
    await floor.team("售后", "after_sale")
    normal = await floor.request()
    urgent = await floor.request(type="after_sale", level=Level.URGENT)
    await floor.settle()
    await floor.hire("Wang", "前台", "售后", capacity=1)
    await floor.settle()
    assert await floor.owner(urgent) == "Wang"
    assert await floor.queue() == [normal]


async def test_a_ticket_that_somebody_is_changing_is_looked_at_again(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    async with floor.job() as tx:
        await tx.fetch("SELECT 1 FROM tickets WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE", floor.id, ticket)
        await floor.settle()
        assert await floor.owner(ticket) is None
        assert await floor.facts("TicketQueued") == []
    floor.shift = timedelta(seconds=1)
    await floor.settle()
    assert await floor.owner(ticket) == "Wang"
    assert await floor.is_sound()


async def test_a_ticket_that_was_forgotten_is_found_and_dispatched(floor: Floor) -> None:
    await floor.hire("Wang")
    ticket = await floor.request()
    async with floor.job() as tx:
        await tx.execute("DELETE FROM outbox WHERE workspace_id = $1", floor.id)
        assert await stranded(tx) == []
    floor.shift = timedelta(minutes=2)
    async with floor.job() as tx:
        assert await stranded(tx) == [ticket]
        assert await rescue(tx) == 1
    assert await floor.owner(ticket) == "Wang"
