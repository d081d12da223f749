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
from tests.dispatch.cast import Desk


async def test_a_ticket_goes_to_the_least_loaded_of_the_team_that_takes_its_type(desk: Desk) -> None:
    await desk.team("前台")
    await desk.team("售后", "after_sale")
    await desk.hire("Front", "前台")
    await desk.hire("Wang", "售后")
    await desk.hire("Li", "售后")
    owned = await desk.request(type="after_sale")
    await desk.give(owned, "Wang")
    ticket = await desk.request(type="after_sale")
    await desk.settle()
    assert await desk.owner(ticket) == "Li"
    assert await desk.loads() == {"Lead": 0, "Front": 0, "Wang": 1, "Li": 1}
    [decision] = await desk.decisions(ticket)
    assert decision["by"] == "dispatcher"
    assert decision["team_id"] == desk.teams["售后"]
    assert decision["params"] == {"agent": "Li", "load": 0, "capacity": 8, "team": "售后"}
    assert {packed[0] for packed in decision["considered"]} == {desk.people["Wang"], desk.people["Li"]}
    [fact] = [fact for fact in await desk.facts("TicketAssigned") if fact["ticket_id"] == ticket]
    assert fact["data"]["reason"] == "给〈Li〉:售后组在线且有空,当前 0/8,负载最低"
    assert await desk.is_sound()


async def test_an_arrival_is_given_once_however_often_the_worker_looks(desk: Desk) -> None:
    await desk.hire("Wang")
    ticket = await desk.request()
    for _ in range(3):
        await desk.settle()
    assert len(await desk.decisions(ticket)) == 1
    assert len(await desk.facts("TicketAssigned")) == 1


async def test_nobody_eligible_waits_with_the_reason_until_somebody_comes(desk: Desk) -> None:
    await desk.team("售后", "after_sale")
    await desk.hire("Wang", "售后", status="away")
    await desk.hire("Li", "售后", status=None)
    ticket = await desk.request(type="after_sale")
    await desk.settle()
    assert await desk.queue() == [ticket]
    [fact] = await desk.facts("TicketQueued")
    assert fact["data"]["why"] == "nobody_online"
    assert fact["data"]["reason"] == "在售后组排队:1 人离开,1 人离线"
    assert (
        await desk.value("SELECT team_id FROM tickets WHERE workspace_id = $1 AND id = $2", ticket)
        == desk.teams["售后"]
    )
    await desk.presence("Li", "online")
    await desk.settle()
    assert await desk.owner(ticket) == "Li"
    assert await desk.queue() == []
    assert [decision["code"] for decision in await desk.decisions(ticket)] == ["nobody_online", "only"]
    assert await desk.is_sound()


async def test_a_full_agent_gets_no_more_and_the_next_when_one_is_solved(desk: Desk) -> None:
    await desk.hire("Wang", capacity=2)
    first, second, third = [await desk.request() for _ in range(3)]
    await desk.settle()
    assert await desk.loads() == {"Lead": 0, "Wang": 2}
    assert await desk.queue() == [third]
    async with desk.job() as tx:
        await solve(tx, first, by="person:1")
    await desk.settle()
    assert await desk.owner(third) == "Wang"
    assert await desk.loads() == {"Lead": 0, "Wang": 2}
    assert await desk.owner(second) == "Wang"
    assert await desk.is_sound()


async def test_what_was_freed_goes_to_the_most_urgent_that_waits_not_to_the_next_arrival(desk: Desk) -> None:
    await desk.hire("Wang", capacity=1)
    held = await desk.request()
    await desk.settle()
    normal = await desk.request()
    vip = await desk.request(tier="vip")
    urgent = await desk.request(level=Level.URGENT)
    await desk.settle()
    assert await desk.queue() == [urgent, vip, normal]
    async with desk.job() as tx:
        await pend(tx, held, by="person:1")
    late = await desk.request()
    await desk.settle()
    assert await desk.owner(urgent) == "Wang"
    assert await desk.queue() == [vip, normal, late]
    assert await desk.is_sound()


async def test_a_higher_level_moves_a_waiting_ticket_forward(desk: Desk) -> None:
    first, second = await desk.request(), await desk.request()
    await desk.settle()
    async with desk.job() as tx:
        await classify(tx, second, level=Level.URGENT, by="person:1")
    await desk.settle()
    assert await desk.queue() == [second, first]
    assert len(await desk.facts("TicketQueued")) == 2


async def test_another_type_moves_a_waiting_ticket_to_the_team_that_takes_it(desk: Desk) -> None:
    await desk.team("前台")
    await desk.team("售后", "after_sale")
    await desk.hire("Wang", "售后")
    ticket = await desk.request()
    await desk.settle()
    assert await desk.owner(ticket) is None
    async with desk.job() as tx:
        await classify(tx, ticket, type="after_sale", by="person:1")
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_a_manual_assignment_stands_and_leaves_the_queue(desk: Desk) -> None:
    await desk.hire("Wang", status="offline")
    ticket = await desk.request()
    await desk.settle()
    await desk.give(ticket, "Wang", by="Lead")
    await desk.presence("Wang", "online")
    await desk.settle()
    assert await desk.queue() == []
    assert await desk.owner(ticket) == "Wang"
    waited, given = await desk.decisions(ticket)
    assert waited["agent_id"] is None
    assert (given["code"], given["by"]) == ("by_hand", f"person:{desk.lead}")
    assert given["params"] == {"agent": "Wang", "by": "Lead"}
    assert await desk.is_sound()


async def test_a_manual_assignment_before_the_dispatcher_came_is_left_alone(desk: Desk) -> None:
    await desk.hire("Wang")
    await desk.hire("Li")
    ticket = await desk.request()
    await desk.give(ticket, "Li")
    await desk.settle()
    assert await desk.owner(ticket) == "Li"
    assert [decision["code"] for decision in await desk.decisions(ticket)] == ["taken"]


async def test_the_customers_previous_agent_is_preferred_while_free(desk: Desk) -> None:
    await desk.hire("Wang")
    await desk.hire("Li")
    first = await desk.request("Ms Zhou")
    await desk.give(first, "Li")
    second = await desk.request("Ms Zhou")
    await desk.settle()
    assert await desk.owner(second) == "Li"
    assert (await desk.decisions(second))[0]["code"] == "previous"
    await desk.presence("Li", "away")
    third = await desk.request("Ms Zhou")
    await desk.settle()
    assert await desk.owner(third) == "Wang"


async def test_who_gives_a_ticket_back_is_not_given_it_again_for_a_while(desk: Desk) -> None:
    await desk.hire("Wang")
    ticket = await desk.request()
    await desk.settle()
    async with desk.job() as tx:
        await return_to_queue(tx, ticket, by=f"person:{desk.people['Wang']}")
    await desk.settle()
    assert await desk.owner(ticket) is None
    assert [decision["code"] for decision in await desk.decisions(ticket)] == ["only", "given_back", "nobody_free"]
    desk.shift = timedelta(minutes=31)
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"
    assert await desk.is_sound()


async def test_a_ticket_a_supervisor_takes_back_may_go_to_the_same_agent(desk: Desk) -> None:
    await desk.hire("Wang")
    ticket = await desk.request()
    await desk.settle()
    async with desk.job() as tx:
        await return_to_queue(tx, ticket, by=f"person:{desk.lead}")
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_a_reopened_ticket_without_an_owner_is_dispatched(desk: Desk) -> None:
    ticket = await desk.request()
    await desk.settle()
    async with desk.job() as tx:
        await solve(tx, ticket, by=f"person:{desk.lead}", person_id=desk.lead)
    await desk.settle()
    assert await desk.queue() == []
    await desk.hire("Wang")
    async with desk.job() as tx:
        await reopen(tx, ticket, by="customer:1")
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_a_ticket_put_off_without_an_owner_is_dispatched_when_it_goes_on(desk: Desk) -> None:
    ticket = await desk.request()
    await desk.settle()
    async with desk.job() as tx:
        await pend(tx, ticket, by="person:1")
    assert await desk.queue() == []
    await desk.hire("Wang")
    await desk.settle()
    assert await desk.owner(ticket) is None
    async with desk.job() as tx:
        await resume(tx, ticket, by="person:1")
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_a_ticket_moved_to_a_team_stays_in_it_whatever_its_type(desk: Desk) -> None:
    await desk.team("前台")
    await desk.team("售后", "after_sale")
    await desk.hire("Front", "前台")
    await desk.hire("Wang", "售后")
    ticket = await desk.request(type="after_sale")
    await desk.settle()
    async with desk.job() as tx:
        await move(tx, ticket, team_id=desk.teams["前台"], by=f"person:{desk.lead}")
    await desk.settle()
    assert await desk.owner(ticket) == "Front"
    assert [decision["code"] for decision in await desk.decisions(ticket)] == ["only", "moved", "only"]
    assert await desk.loads() == {"Lead": 0, "Front": 1, "Wang": 0}
    assert await desk.is_sound()


async def test_a_waiting_ticket_follows_the_teams_when_they_change(desk: Desk) -> None:
    await desk.team("前台")
    ticket = await desk.request(type="after_sale")
    await desk.settle()
    await desk.team("售后")
    await desk.hire("Wang", "售后")
    await desk.settle()
    assert await desk.owner(ticket) is None
    async with desk.job() as tx:
        await change_team(tx, desk.teams["售后"], types=("after_sale",))
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_a_waiting_ticket_of_a_dissolved_team_goes_to_the_default_team(desk: Desk) -> None:
    await desk.team("前台")
    await desk.team("售后", "after_sale")
    ticket = await desk.request(type="after_sale")
    await desk.settle()
    await desk.hire("Front", "前台")
    async with desk.job() as tx:
        await dissolve_team(tx, desk.teams["售后"])
    await desk.settle()
    assert await desk.owner(ticket) == "Front"


async def test_nobody_outside_the_team_is_given_its_tickets(desk: Desk) -> None:
    await desk.team("售后")
    await desk.hire("Wang", "售后")
    await desk.hire("Stranger")
    async with desk.job() as tx:
        await leave_team(tx, desk.teams["售后"], desk.people["Wang"])
    ticket = await desk.request()
    await desk.settle()
    assert await desk.owner(ticket) is None
    assert (await desk.decisions(ticket))[0]["code"] == "no_members"


async def test_the_tickets_of_somebody_who_left_go_to_others(desk: Desk) -> None:
    await desk.hire("Wang")
    tickets = [await desk.request() for _ in range(3)]
    await desk.settle()
    async with desk.job() as tx:
        await pend(tx, tickets[0], by="person:1")
    await desk.hire("Li")
    async with desk.job(by=f"person:{desk.lead}") as tx:
        await change_person(tx, desk.people["Wang"], active=False)
    await desk.settle()
    assert [await desk.owner(ticket) for ticket in tickets] == [None, "Li", "Li"]
    assert await desk.loads() == {"Lead": 0, "Wang": 0, "Li": 2}
    assert (await desk.decisions(tickets[1]))[1]["code"] == "taken_back"
    assert await desk.is_sound()


async def test_more_capacity_takes_what_waits(desk: Desk) -> None:
    await desk.hire("Wang", capacity=0)
    ticket = await desk.request()
    await desk.settle()
    assert await desk.owner(ticket) is None
    await desk.capacity("Wang", 1)
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"


async def test_an_agent_of_two_teams_serves_both_queues_in_one_order(desk: Desk) -> None:
    await desk.team("前台")
    await desk.team("售后", "after_sale")
    normal = await desk.request()
    urgent = await desk.request(type="after_sale", level=Level.URGENT)
    await desk.settle()
    await desk.hire("Wang", "前台", "售后", capacity=1)
    await desk.settle()
    assert await desk.owner(urgent) == "Wang"
    assert await desk.queue() == [normal]


async def test_a_ticket_that_somebody_is_changing_is_looked_at_again(desk: Desk) -> None:
    await desk.hire("Wang")
    ticket = await desk.request()
    async with desk.job() as tx:
        await tx.fetch("SELECT 1 FROM tickets WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE", desk.id, ticket)
        await desk.settle()
        assert await desk.owner(ticket) is None
        assert await desk.facts("TicketQueued") == []
    desk.shift = timedelta(seconds=1)
    await desk.settle()
    assert await desk.owner(ticket) == "Wang"
    assert await desk.is_sound()


async def test_a_ticket_that_was_forgotten_is_found_and_dispatched(desk: Desk) -> None:
    await desk.hire("Wang")
    ticket = await desk.request()
    async with desk.job() as tx:
        await tx.execute("DELETE FROM outbox WHERE workspace_id = $1", desk.id)
        assert await stranded(tx) == []
    desk.shift = timedelta(minutes=2)
    async with desk.job() as tx:
        assert await stranded(tx) == [ticket]
        assert await rescue(tx) == 1
    assert await desk.owner(ticket) == "Wang"
