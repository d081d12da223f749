"""How much of its time to be answered a ticket has used."""

from jishi.clock.answer_clock import answer_clock
from tests.cast import LEE, Desk


async def clock(desk: Desk, *tickets: int) -> dict[int, tuple[float, float]]:
    async with desk.database.job(desk.workspace_id, now=desk.clock.now) as tx:
        return {ticket: (each.waited, each.target) for ticket, each in (await answer_clock(tx, tickets)).items()}


async def test_the_clock_of_the_answer_counts_until_it_is_given_and_then_that_of_the_solution(desk: Desk) -> None:
    await desk.come_online(LEE)
    first, second = (await desk.write())["id"], (await desk.write(subject="And another"))["id"]
    promised = {ticket: target for ticket, (_, target) in (await clock(desk, first, second)).items()}
    desk.clock.pass_by(minutes=7)
    assert await clock(desk, first, second) == {ticket: (420.0, target) for ticket, target in promised.items()}
    await desk.ok("POST", f"/tickets/{first}/messages", {"body": "您好"}, as_=LEE)
    waited = await clock(desk, first, second)
    assert waited[second] == (420.0, promised[second])
    assert waited[first][1] > promised[first], "the time to solve is longer"


async def test_what_is_late_has_used_more_than_was_promised(desk: Desk) -> None:
    ticket = (await desk.write(level="urgent"))["id"]
    [(_, promised)] = (await clock(desk, ticket)).values()
    desk.clock.pass_by(seconds=promised + 60)
    await desk.settle()
    assert await clock(desk, ticket) == {ticket: (promised + 60, promised)}


async def test_a_ticket_that_does_not_exist_has_no_clock(desk: Desk) -> None:
    assert await clock(desk, 1) == {}
