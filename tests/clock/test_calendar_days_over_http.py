"""The year drawn, and files of days off, over HTTP."""

import base64

from tests.cast import LEE, Desk
from tests.clock.china import FILE, named_days


async def default_calendar(desk: Desk) -> int:
    found = (await desk.ok("GET", "/calendars"))["items"]
    return int(next(calendar["id"] for calendar in found if calendar["is_default"]))


async def test_twelve_months_are_drawn_with_the_open_hours_of_each_day(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    year = await desk.ok("GET", f"/calendars/{calendar}/year?from=2026-01", as_=LEE)
    days = {day["date"]: day for day in year["days"]}
    assert len(days) == 365
    assert days["2026-03-02"] == {
        "date": "2026-03-02", "open": [["09:00", "18:00"]], "seconds": 32_400, "kind": "weekly", "name": None,
    }  # fmt: skip
    assert (days["2026-10-01"]["kind"], days["2026-10-01"]["name"], days["2026-10-01"]["open"]) == (
        "holiday", "国庆节", [],
    )  # fmt: skip
    assert (days["2026-10-10"]["kind"], days["2026-10-10"]["seconds"]) == ("make_up", 32_400)
    assert year["seconds"] == sum(day["seconds"] for day in year["days"]) == 248 * 32_400


async def test_the_months_of_a_year_that_is_not_announced_are_marked_unknown(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    view = await desk.ok("GET", f"/calendars/{calendar}")
    unknown = view["unknown_from"]
    assert view["problems"] == [{"why": "unknown_year", "date": unknown, "urgent": False}]
    assert view["years_to_fill"] == []
    year = await desk.ok("GET", f"/calendars/{calendar}/year?from={int(unknown[:4]) - 1}-12")
    assert [day["kind"] for day in year["days"]][31:] == ["unknown"] * 334


async def test_this_month_is_the_first_when_none_is_asked_for(desk: Desk) -> None:
    year = await desk.ok("GET", f"/calendars/{await default_calendar(desk)}/year")
    assert year["days"][0]["date"] == f"{desk.clock.now:%Y-%m}-01"


async def test_a_month_is_written_with_its_year(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    for month in ("2026-13", "2026", "26-01", "2026-1", "9999-01", "x"):
        assert (await desk.ask("GET", f"/calendars/{calendar}/year?from={month}")).status_code == 422, month


async def test_a_calendar_is_drawn_before_it_is_saved(desk: Desk) -> None:
    draft = {
        "tz": "Asia/Shanghai",
        "weekly": {"5": [["21:00", "02:00"]]},
        "overrides": {"2026-03-04": [["09:00", "12:00"]]},
    }
    year = await desk.ok("POST", "/calendars/year", {"calendar": draft, "from": "2026-03"})
    days = {day["date"]: day for day in year["days"]}
    assert days["2026-03-07"]["open"] == [["21:00", "24:00"]]
    assert days["2026-03-08"]["open"] == [["00:00", "02:00"]]
    assert (days["2026-03-04"]["kind"], days["2026-03-04"]["open"]) == ("make_up", [["09:00", "12:00"]])
    wrong = await desk.ask("POST", "/calendars/year", {"calendar": {"tz": "Mars", "weekly": {}}})
    assert wrong.status_code == 422
    assert [error["path"] for error in wrong.json()["errors"]] == ["calendar.tz"]


async def test_a_file_is_tried_before_it_is_taken_over(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    text = "日期,名称,时间\n2027-01-01,元旦,休\n2027-01-02,补班,班\n2027-02-05,除夕,09:00-12:00\n"
    tried = await desk.ok("POST", f"/calendars/{calendar}/import", {"text": text, "dry_run": True})
    assert [(day["date"], day["what"], day["hours"], day["changes"]) for day in tried["days"]] == [
        ("2027-01-01", "off", [], True),
        ("2027-01-02", "work", [["09:00", "18:00"]], True),
        ("2027-02-05", "work", [["09:00", "12:00"]], True),
    ]
    assert tried["days"][0]["now"] == [["09:00", "18:00"]]
    assert tried["version"] is None
    assert (await desk.ok("GET", f"/calendars/{calendar}"))["version"] == 1

    taken = await desk.ok(
        "POST",
        f"/calendars/{calendar}/import",
        {"text": text, "leave_out": ["2027-02-05"], "known_until": 2027, "version": 1},
    )
    assert taken["version"] == 2
    view = await desk.ok("GET", f"/calendars/{calendar}")
    assert view["calendar"] == taken["calendar"]
    assert view["unknown_from"] == "2028-01-01"
    assert "2027-01-01" in view["calendar"]["holidays"]
    assert view["calendar"]["overrides"]["2027-01-02"] == [["09:00", "18:00"]]
    assert "2027-02-05" not in view["calendar"]["overrides"]
    again = await desk.ok("POST", f"/calendars/{calendar}/import", {"text": text, "dry_run": True})
    assert [day["changes"] for day in again["days"]] == [False, False, True]


async def test_every_notice_of_twenty_years_is_taken_over_from_one_file(desk: Desk) -> None:
    made = await desk.ok(
        "POST",
        "/calendars",
        {
            "name": "国务院",
            "calendar": {"tz": "Asia/Shanghai", "weekly": {str(day): [["09:00", "18:00"]] for day in range(5)}},
        },
    )
    file = base64.b64encode(FILE.read_bytes()).decode()
    taken = await desk.ok("POST", f"/calendars/{made['id']}/import", {"file": file})
    assert taken["wrong"] == []
    off, worked = named_days()
    assert {day["date"] for day in taken["days"] if day["what"] == "off"} == {day.isoformat() for day in off}
    assert {day["date"] for day in taken["days"] if day["what"] == "work"} == {day.isoformat() for day in worked}
    calendar = (await desk.ok("GET", f"/calendars/{made['id']}"))["calendar"]
    assert calendar["overrides"] == {day.isoformat(): [["09:00", "18:00"]] for day in sorted(worked)}
    asked = {"calendar": made["id"], "start": "2026-09-30T09:30:00Z", "seconds": 3600}
    assert (await desk.ok("POST", "/clock/due", asked))["due"] == "2026-10-08T01:30:00Z"


async def test_wrong_lines_are_all_named_and_nothing_is_saved(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    text = "date,name,hours\n2027-02-30,x,off\n2027-03-01,y,9 to 5\n2027-03-02,z,off\n"
    tried = await desk.ok("POST", f"/calendars/{calendar}/import", {"text": text, "dry_run": True})
    assert [(line["line"], line["what"]) for line in tried["wrong"]] == [
        (2, "2027-02-30, x, off"),
        (3, "2027-03-01, y, 9 to 5"),
    ]
    refused = await desk.ask("POST", f"/calendars/{calendar}/import", {"text": text})
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json()["errors"]] == ["lines.2", "lines.3"]
    assert (await desk.ok("GET", f"/calendars/{calendar}"))["version"] == 1
    taken = await desk.ok("POST", f"/calendars/{calendar}/import", {"text": text, "skip_wrong": True})
    assert taken["version"] == 2
    assert [day["date"] for day in taken["days"]] == ["2027-03-02"]


async def test_wrong_lines_are_explained_in_the_readers_language(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    body = {"text": "日期\n明天", "dry_run": True}
    tried = await desk.ok("POST", f"/calendars/{calendar}/import", body)
    assert tried["wrong"][0]["why"] == "日期写作 2026-01-31。"


async def test_a_file_that_nobody_sent_is_asked_for(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    for body in ({}, {"text": ""}, {"file": ""}, {"text": "  \n"}):
        assert (await desk.ask("POST", f"/calendars/{calendar}/import", body)).status_code == 422
    assert (await desk.ask("POST", f"/calendars/{calendar}/import", {"file": "not base64!"})).status_code == 422


async def test_a_file_is_tried_on_a_calendar_that_is_not_saved_yet(desk: Desk) -> None:
    draft = {"tz": "Europe/Berlin", "weekly": {"0": [["08:00", "12:00"]]}}
    tried = await desk.ok("POST", "/calendars/import", {"calendar": draft, "text": "2027-01-04,Inventory,off"})
    assert tried["calendar"]["holidays"] == ["2027-01-04"]
    assert tried["calendar"]["names"] == {"2027-01-04": "Inventory"}


async def test_a_calendar_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    await desk.ok("POST", f"/calendars/{calendar}/import", {"text": "2027-03-02,x,off"})
    late = await desk.ask("POST", f"/calendars/{calendar}/import", {"text": "2027-03-03,y,off", "version": 1})
    assert late.status_code == 409


async def test_an_agent_looks_but_does_not_import(desk: Desk) -> None:
    calendar = await default_calendar(desk)
    body = {"text": "2027-03-02,x,off", "dry_run": True}
    assert (await desk.ask("POST", f"/calendars/{calendar}/import", body, as_=LEE)).status_code == 403
