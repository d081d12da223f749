"""A ticket held out to one after the other, until somebody takes it."""

import asyncio
from typing import Any

from tests.cast import ANNA, LEE, OTTO, Desk


async def offering(desk: Desk, **settings: Any) -> None:
    await desk.ok("PUT", f"/queues/{desk.team_id}", {"mode": "offer", **settings}, as_=OTTO)


async def asked(desk: Desk) -> dict[str, list[int]]:
    """Whom which tickets are held out to."""
    offers = {name: (await desk.ok("GET", "/offers", as_=name))["items"] for name in (LEE, ANNA)}
    return {name: [offer["ticket"]["id"] for offer in held] for name, held in offers.items() if held}


async def reasons(desk: Desk, ticket_id: int) -> list[str]:
    found = await desk.ok("GET", f"/tickets/{ticket_id}/assignments", headers={"Accept-Language": "en"})
    return [decision["reason"] for decision in found["items"]]


async def test_a_ticket_is_held_out_to_one_and_is_theirs_when_they_accept(desk: Desk) -> None:
    await offering(desk)
    await desk.come_online(LEE)
    ticket = (await desk.write())["id"]
    await desk.settle()
    [offer] = (await desk.ok("GET", "/offers", as_=LEE))["items"]
    assert offer["ticket"]["id"] == ticket
    assert offer["reason"].startswith("给〈")
    assert offer["reason"].endswith(";此刻唯一有空的人")
    in_english = (await desk.ok("GET", "/offers", as_=LEE, headers={"Accept-Language": "en"}))["items"]
    assert in_english[0]["reason"].endswith("; the only one free")
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"] is None
    assert (await desk.ask("PUT", f"/offers/{ticket}/acceptance", as_=ANNA)).status_code == 403
    await desk.ok("PUT", f"/offers/{ticket}/acceptance", as_=LEE)
    await desk.ok("PUT", f"/offers/{ticket}/acceptance", as_=LEE)  # a second click
    assert (await desk.ok("GET", f"/tickets/{ticket}"))["owner"]["id"] == desk.people[LEE]
    assert await asked(desk) == {}
    offered, accepted = (told.partition(": ") for told in await reasons(desk, ticket))
    assert (offered[0].split()[0], accepted[0].split()[0]) == ("Offered", "Accepted")
    assert offered[2] == accepted[2]
    assert accepted[2].endswith("; the only one free")
    desk.clock.pass_by(minutes=1)
    await desk.settle()
    kinds = await desk.kinds(ticket)
    assert (kinds.count("TicketOffered"), kinds.count("TicketAssigned"), kinds.count("OfferLapsed")) == (1, 1, 0)


async def test_a_refused_ticket_is_held_out_to_the_next_and_its_wait_goes_on(desk: Desk) -> None:
    await offering(desk)
    await desk.come_online(LEE, ANNA)
    ticket = (await desk.write())["id"]
    await desk.settle()
    [first] = await asked(desk)
    since = (await desk.ok("GET", "/queue"))["items"][0]["since"]
    desk.clock.pass_by(seconds=5)
    await desk.ok("PUT", f"/offers/{ticket}/refusal", {"reason": "on the phone"}, as_=first)
    await desk.settle()
    [second] = await asked(desk)
    assert {first, second} == {LEE, ANNA}
    assert (await desk.ok("GET", "/queue"))["items"][0]["since"] == since
    assert (await desk.ask("PUT", f"/offers/{ticket}/refusal", as_=first)).status_code == 403
    await desk.ok("PUT", f"/offers/{ticket}/acceptance", as_=second)
    assert (await desk.ask("PUT", f"/offers/{ticket}/refusal", as_=second)).status_code == 409
    assert any("on the phone" in reason for reason in await reasons(desk, ticket))


async def test_what_somebody_refused_does_not_hide_what_stands_behind_it(desk: Desk) -> None:
    """With room for one more, only the first few of the queue are looked at."""
    await offering(desk)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 1}, as_=OTTO)
    await desk.come_online(LEE)
    tickets = {(await desk.write())["id"] for _ in range(9)}
    await desk.settle()
    refused = set()
    for _ in range(8):
        [ticket] = (await asked(desk))[LEE]
        await desk.ok("PUT", f"/offers/{ticket}/refusal", as_=LEE)
        await desk.settle()
        refused.add(ticket)
    assert set((await asked(desk))[LEE]) == tickets - refused


async def test_an_offer_lapses_to_the_next_and_who_lets_two_lapse_is_set_away(desk: Desk) -> None:
    await offering(desk, offer_seconds=20)
    await desk.come_online(LEE)
    tickets = [(await desk.write())["id"] for _ in range(2)]
    await desk.settle()
    assert sorted((await asked(desk))[LEE]) == sorted(tickets)
    desk.clock.pass_by(seconds=21)
    assert (await desk.ask("PUT", f"/offers/{tickets[0]}/acceptance", as_=LEE)).status_code == 409
    await desk.settle()
    assert await asked(desk) == {}
    presence = await desk.ok("GET", "/agents/me/presence", as_=LEE)
    assert (presence["status"], presence["source"]) == ("away", "dispatch")
    desk.clock.pass_by(minutes=1)
    await desk.come_online(LEE)
    assert sorted((await asked(desk))[LEE]) == sorted(tickets)  # what they missed is not held against them


async def test_who_goes_away_is_not_waited_for(desk: Desk) -> None:
    await offering(desk, offer_seconds=600)
    await desk.come_online(LEE)
    ticket = (await desk.write())["id"]
    await desk.settle()
    await desk.ok("PUT", "/agents/me/presence", {"status": "away"}, as_=LEE)
    await desk.come_online(ANNA)
    assert await asked(desk) == {ANNA: [ticket]}


async def test_a_ticket_given_by_hand_is_offered_no_longer(desk: Desk) -> None:
    await offering(desk)
    await desk.come_online(LEE)
    ticket = (await desk.write())["id"]
    await desk.settle()
    await desk.ok("PUT", f"/tickets/{ticket}/assignment", {"agent": "anna@example.com"}, as_=OTTO)
    assert (await desk.ask("PUT", f"/offers/{ticket}/acceptance", as_=LEE)).status_code == 409
    assert await asked(desk) == {}


async def test_who_accepts_while_somebody_gives_it_away_by_hand_makes_no_second_owner(desk: Desk) -> None:
    await offering(desk)
    await desk.come_online(LEE)
    ticket = (await desk.write())["id"]
    await desk.settle()
    said = await asyncio.gather(
        desk.ask("PUT", f"/offers/{ticket}/acceptance", as_=LEE),
        desk.ask("PUT", f"/tickets/{ticket}/assignment", {"agent": "anna@example.com"}, as_=OTTO),
    )
    assert {answer.status_code for answer in said} <= {200, 409}
    owner = (await desk.ok("GET", f"/tickets/{ticket}"))["owner"]["id"]
    assert owner == desk.people[ANNA]  # a person who decides is heard, before or after
    assert await asked(desk) == {}


async def test_an_offer_keeps_room_for_itself(desk: Desk) -> None:
    await offering(desk)
    await desk.come_online(LEE)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 4}, as_=OTTO)
    await desk.write()
    await desk.write()
    await desk.settle()
    assert len((await asked(desk))[LEE]) == 1
