"""The board: what is late, what will be, and whether the backlog grows."""

from datetime import datetime, timedelta
from typing import Any

from jishi.clock.board.rules import Hour, is_growing
from tests.cast import ANNA, LEE, OTTO, Desk
from tests.clock.hours import day


def lately(*numbers: tuple[int, int]) -> list[Hour]:
    return [Hour(day("Mon 09:00") + timedelta(hours=n), *each) for n, each in enumerate(numbers)]


def test_a_backlog_grows_when_more_comes_in_than_is_finished() -> None:
    assert is_growing(lately((10, 5), (10, 6), (10, 7), (0, 0)))


def test_the_hour_that_has_only_begun_says_nothing() -> None:
    assert not is_growing(lately((10, 10), (10, 10), (10, 10), (50, 0)))


def test_a_handful_is_noise() -> None:
    assert not is_growing(lately((2, 0), (1, 0), (1, 0), (0, 0)))


def test_a_little_more_of_much_is_no_alarm() -> None:
    assert not is_growing(lately((100, 95), (100, 95), (100, 95), (0, 0)))


def test_a_new_desk_has_no_backlog() -> None:
    assert not is_growing([])


def rows(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(each["ticket_id"], each["kind"]) for each in found]


def minutes_from(desk: Desk, text: str) -> float:
    return (datetime.fromisoformat(text) - desk.clock.now) / timedelta(minutes=1)


async def test_what_will_be_late_is_shown_by_when(desk: Desk) -> None:
    await desk.come_online(LEE)
    slow, quick = await desk.write(level="important"), await desk.write(level="urgent")
    far = await desk.write(level="normal")
    await desk.settle()
    board = await desk.ok("GET", "/clock/board?minutes=60", as_=LEE)
    assert rows(board["soon"]) == [(quick["id"], "first_response"), (slow["id"], "first_response")]
    assert [minutes_from(desk, each["due_at"]) for each in board["soon"]] == [10, 30]
    assert (board["soon_count"], board["late_count"], board["late"]) == (2, 0, [])
    assert board["soon"][0]["owner"]["name"] == "Lee"
    assert board["soon"][0]["requester"] == "李雷"
    wide = await desk.ok("GET", "/clock/board?minutes=1440", as_=LEE)
    assert (far["id"], "first_response") in rows(wide["soon"])


async def test_what_is_late_stays_on_the_board_until_it_is_done(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    await desk.settle()
    desk.clock.pass_by(minutes=11)
    before_the_worker_came = await desk.ok("GET", "/clock/board", as_=LEE)
    await desk.settle()
    after = await desk.ok("GET", "/clock/board", as_=LEE)
    assert rows(before_the_worker_came["late"]) == rows(after["late"]) == [(ticket["id"], "first_response")]
    assert (after["late_count"], after["soon"]) == (1, [])
    await desk.ok("POST", f"/tickets/{ticket['id']}/messages", {"body": "在"}, as_=LEE)
    assert (await desk.ok("GET", "/clock/board", as_=LEE))["late"] == []


async def test_what_stands_still_is_not_about_to_be_late(desk: Desk) -> None:
    await desk.come_online(LEE)
    ticket = await desk.write(level="urgent")
    key = ticket["id"]
    await desk.settle()
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "在", "pending": True}, as_=LEE)
    desk.clock.pass_by(minutes=90)
    await desk.settle()
    board = await desk.ok("GET", "/clock/board?minutes=1440", as_=LEE)
    assert (board["soon"], board["late"]) == ([], [])
    await desk.ok("DELETE", f"/tickets/{key}/pending", as_=LEE)
    board = await desk.ok("GET", "/clock/board?minutes=1440", as_=LEE)
    assert rows(board["soon"]) == [(key, "resolution")]


async def test_the_board_counts_by_who_has_the_word(desk: Desk) -> None:
    waiting, working, pending, solved, closed = [await desk.write() for _ in range(5)]
    for ticket in (working, pending, solved, closed):
        await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await desk.ok("POST", f"/tickets/{pending['id']}/messages", {"body": "?", "pending": True}, as_=LEE)
    for ticket in (solved, closed):
        await desk.ok("PUT", f"/tickets/{ticket['id']}/solution", {"outcome": "ok"}, as_=LEE)
    await desk.ok("PUT", f"/tickets/{closed['id']}/confirmation", {"satisfied": True})
    board = await desk.ok("GET", "/clock/board", as_=LEE)
    assert board["counts"] == {"waiting": 1, "in_progress": 1, "answered": 2, "done": 1}
    assert board["unanswered"]["count"] == 2
    assert datetime.fromisoformat(board["unanswered"]["oldest"]) == datetime.fromisoformat(waiting["created_at"])
    assert len(board["trend"]) == 12
    assert (board["trend"][-1]["arrived"], board["trend"][-1]["finished"]) == (5, 2)
    assert board["growing"] is False


async def test_a_board_of_one_team_and_of_ones_own(desk: Desk) -> None:
    other = await desk.ok("POST", "/teams", {"name": "售后组"})
    mine, theirs = await desk.write(level="urgent"), await desk.write(level="urgent")
    await desk.ok("PUT", f"/tickets/{mine['id']}/assignment", {"agent": desk.people[LEE]}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{theirs['id']}/assignment", {"team": other["id"]}, as_=OTTO)
    await desk.ok("PUT", f"/tickets/{theirs['id']}/assignment", {"agent": desk.people[ANNA]}, as_=OTTO)
    own = await desk.ok("GET", "/clock/board?own=true", as_=LEE)
    assert rows(own["soon"]) == [(mine["id"], "first_response")]
    assert own["counts"]["in_progress"] == 1
    team = await desk.ok("GET", f"/clock/board?team={other['id']}", as_=LEE)
    assert rows(team["soon"]) == [(theirs["id"], "first_response")]


async def test_a_board_reaches_no_further_than_a_day(desk: Desk) -> None:
    answer = await desk.ask("GET", "/clock/board?minutes=100000", as_=LEE)
    assert answer.status_code == 422
    assert (await desk.ask("GET", "/clock/board?minutes=0", as_=LEE)).status_code == 422
