"""One's own shifts in one's own calendar."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from jishi.storage.database import Database
from jishi.workforce.roster.feeds.write_ics import write_ics
from jishi.workforce.roster.model import Shift, Span
from tests.cast import ANNA, LEE, MAYA, OTTO, Clock, Desk, a_desk
from tests.workforce.roster.test_http import draw


def events(content: bytes) -> list[tuple[str, datetime, datetime]]:
    calendar: Any = Calendar.from_ical(content)
    return [(str(each["SUMMARY"]), each.start, each.end) for each in calendar.walk("VEVENT")]


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def fetch(desk: Desk, path: str) -> httpx.Response:
    """As a phone does: without signing in."""
    return await desk.http.get(path)


async def link(desk: Desk, name: str) -> str:
    made = await desk.ok("POST", "/roster/feed", as_=name)
    return str(made["path"])


@pytest.fixture
async def rostered(desk: Desk) -> Desk:
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00", name="早班; 前台", note="带钥匙,\n还有卡")
    await draw(desk, LEE, "2026-03-04", "22:00", "06:00")
    await draw(desk, ANNA, "2026-03-03", "13:00", "22:00")
    return desk


async def test_a_file_has_ones_own_shifts_and_nobody_elses(rostered: Desk) -> None:
    answer = await rostered.ask("GET", "/roster/mine.ics", as_=LEE)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    assert events(answer.content) == [
        ("早班; 前台", utc(3, 1), utc(3, 10)),
        ("班次", utc(4, 14), utc(4, 22)),
    ]
    calendar: Any = Calendar.from_ical(answer.content)
    assert [str(each.get("DESCRIPTION", "")) for each in calendar.walk("VEVENT")] == ["带钥匙,\n还有卡", ""]
    assert len(events((await rostered.ask("GET", "/roster/mine.ics", as_=ANNA)).content)) == 1


async def test_what_the_file_says_is_read_back_as_the_same_shifts(rostered: Desk) -> None:
    content = (await rostered.ask("GET", "/roster/mine.ics", as_=LEE)).content
    again = {"text": content.decode().replace("SUMMARY:", "ATTENDEE:mailto:lee@example.com\r\nSUMMARY:")}
    found = await rostered.ok("POST", "/roster/import", {**again, "dry_run": True}, as_=OTTO)
    assert [row["is_known"] for row in found["rows"]] == [True, True]
    assert found["wrong"] == []


async def test_leave_is_taken_out_of_a_shift(rostered: Desk) -> None:
    leave = {"first_day": "2026-03-03", "last_day": "2026-03-03", "opens": "12:00", "closes": "14:00"}
    asked = await rostered.ok("POST", "/leaves", leave, as_=LEE)
    before = events((await rostered.ask("GET", "/roster/mine.ics", as_=LEE)).content)
    assert before[0][1:] == (utc(3, 1), utc(3, 10))  # only asked for
    await rostered.ok("PUT", f"/leaves/{asked['id']}/decision", {"approve": True}, as_=OTTO)
    after = events((await rostered.ask("GET", "/roster/mine.ics", as_=LEE)).content)
    assert [each[1:] for each in after[:2]] == [(utc(3, 1), utc(3, 4)), (utc(3, 6), utc(3, 10))]


async def test_a_phone_follows_the_shifts_by_a_private_link_until_it_is_taken_back(rostered: Desk) -> None:
    assert await rostered.ok("GET", "/roster/feed", as_=LEE) == {"hint": None, "made_at": None}
    path = await link(rostered, LEE)
    kept = await rostered.ok("GET", "/roster/feed", as_=LEE)
    assert path.removesuffix(".ics").endswith(kept["hint"])
    assert "path" not in kept
    first = await fetch(rostered, path)
    assert (first.status_code, len(events(first.content))) == (200, 2)
    await draw(rostered, LEE, "2026-03-06", "09:00", "12:00")
    assert len(events((await fetch(rostered, path)).content)) == 3
    await rostered.ok("DELETE", "/roster/feed", as_=LEE)
    assert (await fetch(rostered, path)).status_code == 404
    assert (await rostered.ask("DELETE", "/roster/feed", as_=LEE)).status_code == 404


async def test_a_new_link_ends_the_one_before_and_a_repeated_request_is_not_told_the_secret(rostered: Desk) -> None:
    old = await link(rostered, LEE)
    once = {"Idempotency-Key": "one"}
    new = (await rostered.ok("POST", "/roster/feed", as_=LEE, headers=once))["path"]
    assert (await rostered.ok("POST", "/roster/feed", as_=LEE, headers=once))["path"] is None
    assert (await fetch(rostered, old)).status_code == 404
    assert (await fetch(rostered, new)).status_code == 200


async def test_the_secret_is_kept_as_a_hash_and_every_link_stands_in_the_audit(rostered: Desk) -> None:
    secret = (await link(rostered, LEE)).split("-", 1)[1].removesuffix(".ics")
    await rostered.ok("DELETE", "/roster/feed", as_=LEE)
    await link(rostered, LEE)
    async with rostered.database.job(rostered.workspace_id) as tx:
        rows = await tx.fetch(
            "SELECT to_jsonb(f)::text AS row FROM shift_feeds f WHERE workspace_id = $1", tx.workspace_id
        )
        told = await tx.fetch(
            "SELECT kind, data::text AS data FROM journal WHERE workspace_id = $1 AND kind LIKE 'ShiftFeed%'"
            " ORDER BY id",
            tx.workspace_id,
        )
    assert [row["kind"] for row in told] == ["ShiftFeedMade", "ShiftFeedEnded", "ShiftFeedMade"]
    assert all(secret not in text for text in [*(row["row"] for row in rows), *(row["data"] for row in told)])


async def test_the_link_of_somebody_who_left_leads_nowhere(rostered: Desk) -> None:
    path = await link(rostered, LEE)
    await rostered.ok("PATCH", f"/people/{rostered.people[LEE]}", {"active": False}, as_=MAYA)
    assert (await fetch(rostered, path)).status_code == 404


async def test_nobody_has_a_link_or_a_file_without_signing_in(rostered: Desk) -> None:
    for method, path in (("GET", "/roster/mine.ics"), ("GET", "/roster/feed"), ("POST", "/roster/feed")):
        assert (await rostered.ask(method, path, as_=None)).status_code == 401


async def test_a_link_shows_only_its_own_workspace_and_a_guess_shows_nothing(
    rostered: Desk, http: httpx.AsyncClient, clock: Clock
) -> None:
    path = await link(rostered, LEE)
    workspace, _, secret = path.removeprefix("/c/").partition("-")
    database: Database = http.app.state.database  # type: ignore[attr-defined]
    async with a_desk(database, http, clock) as theirs:
        await draw(theirs, LEE, "2026-03-03", "09:00", "18:00", name="SECRET")
        forged = await fetch(rostered, f"/c/{theirs.workspace_id}-{secret}")
        assert (forged.status_code, "SECRET" in forged.text) == (404, False)
        signed_in = {"Authorization": f"Bearer {theirs.tokens[LEE]}"}
        followed = await http.get(path, headers=signed_in)  # the link speaks for itself
        assert [each[0] for each in events(followed.content)] == ["早班; 前台", "班次"]
    for wrong in (f"{workspace}-{'x' * 43}.ics", f"{workspace}-.ics", "1-x", "x", f"{'9' * 30}-{secret}", f"{secret}"):
        assert (await fetch(rostered, f"/c/{wrong}")).status_code == 404, wrong


def test_a_shift_that_leave_covers_is_no_event() -> None:
    shift = Shift(id=7, person_id=1, starts_at=utc(3, 1), ends_at=utc(3, 10), name="Early", entered_at=utc(1, 0))
    said = {"workspace": "Desk", "desk": "desk", "language": "en", "now": utc(1, 0)}
    assert events(write_ics([shift], [Span(utc(2, 0), utc(4, 0))], **said)) == []  # type: ignore[arg-type]
    content = write_ics([shift], [], **said).decode()  # type: ignore[arg-type]
    assert "UID:7-0@desk" in content
    assert "X-WR-CALNAME:Desk · Shift" in content
