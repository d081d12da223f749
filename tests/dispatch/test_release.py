"""Whose owner is gone is not forgotten with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jishi.dispatch.absence.model import Absence, Owned
from jishi.dispatch.absence.rules import beyond, goes_back_at, going
from jishi.dispatch.absence.watch import give_back
from jishi.dispatch.model import QueueSettings, Why
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.notify.promises import later

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def ago(**duration: float) -> datetime:
    return NOW - timedelta(**duration)


def ticket(number: int = 1, *, unanswered: bool = True, at_work: bool = False, given: datetime | None = None) -> Owned:
    given = given or ago(hours=5)
    return Owned(ticket_id=number, team_id=None, given_at=given, unanswered=unanswered, at_work=at_work, weight=4)


OFF = Absence(person_id=1, off_shift_since=ago(minutes=2))
AWAY = Absence(person_id=1, away_since=ago(minutes=2))


@pytest.mark.parametrize(
    ("owned", "absence", "expected"),
    [
        (ticket(), OFF, ago(minutes=-3)),
        (ticket(), AWAY, ago(minutes=-8)),
        (ticket(), Absence(person_id=1, off_shift_since=ago(minutes=2), away_since=ago(minutes=9)), ago(minutes=-1)),
        (ticket(unanswered=False), OFF, None),
        (ticket(given=ago(minutes=1)), OFF, None),
    ],
    ids=["off shift", "away", "both", "answered", "given while they were gone"],
)
def test_a_ticket_goes_back_when_the_first_grace_ends(owned: Owned, absence: Absence, expected: datetime) -> None:
    assert goes_back_at(owned, absence, {}) == expected


def test_each_queue_has_its_own_grace() -> None:
    strict = {0: QueueSettings(grace_off_shift=60)}
    assert going([ticket()], OFF, strict, now=NOW) == ([1], None)
    assert going([ticket()], OFF, {}, now=NOW) == ([], ago(minutes=-3))


def test_who_stays_to_finish_what_they_are_at_is_let_finish() -> None:
    gone = Absence(person_id=1, off_shift_since=ago(minutes=10))
    assert going([ticket(at_work=True), ticket(2)], gone, {}, now=NOW) == ([2], ago(minutes=-1))
    assert going([ticket(at_work=True)], Absence(person_id=1, off_shift_since=ago(hours=1)), {}, now=NOW)[0] == [1]


def test_who_takes_less_gives_up_what_they_have_had_least_long() -> None:
    tickets = [ticket(1, given=ago(hours=3)), ticket(2, given=ago(hours=2), unanswered=False), ticket(3)]
    assert beyond(tickets, load=12, capacity=8) == [1]
    assert beyond(tickets, load=12, capacity=4) == [1, 3]
    assert beyond(tickets, load=12, capacity=12) == []


def test_what_a_person_gave_stays_with_who_has_too_much_because_tickets_came_back() -> None:
    tickets = [replace(ticket(1, given=ago(hours=1)), by_hand=True), ticket(2, given=ago(hours=2)), ticket(3)]
    assert beyond(tickets, load=12, capacity=8, spare_by_hand=True) == [2]
    assert beyond(tickets, load=12, capacity=8) == [1]
    assert beyond([tickets[0]], load=12, capacity=1, spare_by_hand=True) == []


async def given_to_lee(desk: Desk) -> int:
    await desk.come_online(LEE)
    number = int((await desk.write())["id"])
    await desk.settle()
    await desk.come_online(ANNA)
    return number


async def owner(desk: Desk, number: int) -> str | None:
    found = (await desk.ok("GET", f"/tickets/{number}"))["owner"]
    return found and str(found["name"])


async def leave(desk: Desk) -> None:
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/presence", {"status": "offline"}, as_=OTTO)


async def test_case_a6_unanswered_tickets_of_who_goes_return_after_a_grace(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await leave(desk)
    await later(desk, minutes=9)
    assert await owner(desk, number) == "Lee"
    await later(desk, minutes=2)
    assert await owner(desk, number) == "Anna"
    found = await desk.ok("GET", f"/tickets/{number}/assignments", headers={"Accept-Language": "en"})
    assert "Back in the queue: Lee is not here" in [each["reason"] for each in found["items"]]


async def test_case_a6_who_reconnects_within_the_grace_keeps_everything(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await leave(desk)
    await later(desk, minutes=9)
    await desk.come_online(LEE)
    await later(desk, hours=1)
    assert await owner(desk, number) == "Lee"
    assert "TicketReturned" not in await desk.kinds(number)


async def test_answered_tickets_stay_until_the_customer_writes(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await desk.ok("POST", f"/tickets/{number}/messages", {"body": "稍等"}, as_=LEE)
    await leave(desk)
    await later(desk, minutes=30)
    assert await owner(desk, number) == "Lee"
    await desk.ok("POST", f"/tickets/{number}/messages", {"body": "好了吗", "as": "requester"})
    await desk.settle()
    assert await owner(desk, number) == "Anna"


async def test_case_a7_a_reopened_ticket_of_an_absent_owner_is_dispatched_anew(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await desk.ok("PUT", f"/tickets/{number}/solution", {"outcome": "好了"}, as_=LEE)
    await leave(desk)
    await later(desk, minutes=1)
    await desk.ok("DELETE", f"/tickets/{number}/solution", as_=OTTO)
    await desk.settle()
    assert await owner(desk, number) == "Anna"


async def test_who_takes_up_their_own_ticket_again_keeps_it_wherever_they_are(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await desk.ok("PUT", f"/tickets/{number}/solution", {"outcome": "好了"}, as_=LEE)
    await leave(desk)
    await desk.ok("DELETE", f"/tickets/{number}/solution", as_=LEE)
    await later(desk, minutes=1)
    assert await owner(desk, number) == "Lee"


async def test_what_a_person_gave_to_somebody_who_was_gone_stays_theirs(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await leave(desk)
    desk.clock.pass_by(minutes=1)
    await desk.ok("PUT", f"/tickets/{number}/assignment", {"agent": "otto@example.com"}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{number}/assignment", {"agent": "lee@example.com"}, as_=OTTO)
    await later(desk, hours=1)
    assert await owner(desk, number) == "Lee"


async def test_what_somebody_was_given_by_hand_meanwhile_does_not_go_back_with_the_rest(desk: Desk) -> None:
    moved, solved, left = await given_to_lee(desk), await given_to_lee(desk), await given_to_lee(desk)
    for number in (solved, left):
        await desk.ok("PUT", f"/tickets/{number}/assignment", {"agent": "lee@example.com"}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{moved}/assignment", {"agent": "otto@example.com"}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{solved}/solution", {"outcome": "好了"}, as_=LEE)
    async with desk.database.job(desk.workspace_id) as tx:
        await give_back(tx, [moved, solved, left], Why.ABSENT, of=desk.people[LEE])
    assert [await owner(desk, number) for number in (moved, solved, left)] == ["Otto", "Lee", None]


async def test_case_a11_who_leaves_for_good_leaves_everything_at_once(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await desk.ok("PATCH", f"/people/{desk.people[LEE]}", {"active": False})
    await desk.settle()
    assert await owner(desk, number) == "Anna"
    found = await desk.ok("GET", f"/tickets/{number}/assignments", headers={"Accept-Language": "en"})
    assert "Back in the queue: Lee has left" in [each["reason"] for each in found["items"]]


async def test_a_capacity_that_falls_gives_up_what_is_too_much_after_a_grace(desk: Desk) -> None:
    number = await given_to_lee(desk)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 0}, as_=OTTO)
    await later(desk, minutes=9)
    assert await owner(desk, number) == "Lee"
    await later(desk, minutes=2)
    assert await owner(desk, number) == "Anna"


async def test_case_a6_whose_shift_ends_is_relieved_of_what_they_have_not_answered(desk: Desk) -> None:
    for name, closes in ((LEE, "10:30"), (ANNA, "18:00")):
        shift = {"person_id": desk.people[name], "day": "2026-03-02", "opens": "09:00", "closes": closes}
        await desk.ok("POST", "/shifts", shift, as_=OTTO)
    number = await given_to_lee(desk)
    await later(desk, minutes=31)
    assert await owner(desk, number) == "Lee"  # still within the grace
    await later(desk, minutes=5)
    assert await owner(desk, number) == "Anna"
