"""Calendars over HTTP: versions, whose is whose, the holidays of a year, and putting one away."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.clock import public_holidays
from tests.cast import LEE, OTTO, Desk

MORNINGS = {"tz": "Asia/Shanghai", "weekly": {str(day): [["08:00", "12:00"]] for day in range(7)}}
NIGHTS = {"tz": "Asia/Shanghai", "weekly": {str(day): [["20:00", "24:00"]] for day in range(7)}}


async def make(desk: Desk, calendar: dict[str, Any], name: str = "早班") -> int:
    return int((await desk.ok("POST", "/calendars", {"name": name, "calendar": calendar}))["id"])


async def default_calendar(desk: Desk) -> dict[str, Any]:
    found: list[dict[str, Any]] = (await desk.ok("GET", "/calendars"))["items"]
    return next(calendar for calendar in found if calendar["is_default"])


async def first_response_due(desk: Desk, **more: Any) -> str:
    """Of a normal chat ticket: two hours, counted on the calendar that holds for it once it has its team."""
    ticket = await desk.write(level="normal", **more)
    await desk.settle()
    return str((await desk.timers(ticket["id"]))["first_response"]["due_at"])


def tomorrow(desk: Desk) -> str:
    return f"{desk.clock.now + timedelta(days=1):%Y-%m-%d}"


@pytest.fixture
def on_a_monday_evening(desk: Desk) -> None:
    """19:00 in Shanghai, on a Monday."""
    evening = desk.clock.now.replace(hour=11, minute=0, second=0)
    while evening <= desk.clock.now or evening.weekday() != 0:
        evening += timedelta(days=1)
    desk.clock.now = evening


async def test_a_team_has_a_calendar_of_its_own(desk: Desk, on_a_monday_evening: None) -> None:
    nights = await make(desk, NIGHTS, "夜班")
    assert await first_response_due(desk) == f"{tomorrow(desk)}T03:00:00Z"
    given = await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": nights})
    assert given == {"calendar": {"id": nights, "name": "夜班"}}
    assert await first_response_due(desk) == f"{desk.clock.now:%Y-%m-%d}T14:00:00Z"
    await desk.ok("DELETE", f"/teams/{desk.team_id}/calendar")
    assert await desk.ok("GET", f"/teams/{desk.team_id}/calendar") == {"calendar": None}


async def test_a_customers_calendar_beats_the_teams(desk: Desk, on_a_monday_evening: None) -> None:
    mornings, nights = await make(desk, MORNINGS), await make(desk, NIGHTS, "夜班")
    requester = {"name": "韩梅梅", "email": f"han{desk.workspace_id}@example.com"}
    ticket = await desk.write(level="normal", requester=requester)
    customer = ticket["requester"]["id"]
    await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": nights})
    await desk.ok("PUT", f"/customers/{customer}/calendar", {"calendar": mornings})
    due = await first_response_due(desk, requester=requester)
    assert due == f"{tomorrow(desk)}T02:00:00Z"
    await desk.ok("DELETE", f"/customers/{customer}/calendar")
    assert await desk.ok("GET", f"/customers/{customer}/calendar") == {"calendar": None}


async def test_the_tester_counts_on_the_calendar_of_the_team_and_of_the_customer(
    desk: Desk, on_a_monday_evening: None
) -> None:
    mornings, nights = await make(desk, MORNINGS), await make(desk, NIGHTS, "夜班")
    customer = (await desk.write())["requester"]["id"]
    await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": nights})
    await desk.ok("PUT", f"/customers/{customer}/calendar", {"calendar": mornings})
    for whose, calendar, due in (
        ({"team": desk.team_id}, "夜班", f"{desk.clock.now:%Y-%m-%d}T14:00:00Z"),
        ({"team": desk.team_id, "customer_id": customer}, "早班", f"{tomorrow(desk)}T02:00:00Z"),
    ):
        found = await desk.ok("POST", "/policies/test", {"level": "normal", "channel": "chat", **whose})
        [first] = [each for each in found["promises"] if each["kind"] == "first_response"]
        assert (first["calendar"]["name"], first["due_at"]) == (calendar, due)


async def test_the_default_calendar_is_another_one_from_now_on(desk: Desk, on_a_monday_evening: None) -> None:
    old, nights = await default_calendar(desk), await make(desk, NIGHTS, "夜班")
    assert (await desk.ok("PUT", f"/calendars/{nights}/default"))["is_default"] is True
    assert [c["is_default"] for c in (await desk.ok("GET", "/calendars"))["items"]] == [True, False]
    assert await first_response_due(desk) == f"{desk.clock.now:%Y-%m-%d}T14:00:00Z"
    await desk.ok("DELETE", f"/calendars/{old['id']}")


async def test_a_change_says_first_what_it_would_do_to_running_clocks(desk: Desk, on_a_monday_evening: None) -> None:
    default = await default_calendar(desk)
    ticket = await desk.write(level="normal")
    await desk.settle()
    before = (await desk.timers(ticket["id"]))["first_response"]["due_at"]
    longer = {**default["calendar"], "weekly": {str(day): [["09:00", "22:00"]] for day in range(5)}}
    seen = await desk.ok("POST", f"/calendars/{default['id']}/preview", {"calendar": longer})
    assert (seen["running"] > 0, seen["changed"] > 0, seen["broken"]) == (True, True, 0)
    example = next(example for example in seen["examples"] if example["kind"] == "first_response")
    assert (example["ticket_id"], example["due_before"]) == (ticket["id"], before)
    assert example["due_after"] == f"{desk.clock.now:%Y-%m-%d}T13:00:00Z"
    same = await desk.ok("POST", f"/calendars/{default['id']}/preview", {"calendar": default["calendar"]})
    assert (same["changed"], same["broken"], same["examples"]) == (0, 0, [])
    assert (await desk.timers(ticket["id"]))["first_response"]["due_at"] == before, "nothing was changed by looking"
    nights = await make(desk, NIGHTS, "夜班")
    seen = await desk.ok("POST", f"/calendars/{nights}/preview", {"default": True})
    assert seen["changed"] > 0


async def test_a_calendar_that_is_changed_moves_the_clocks_that_run_on_it(
    desk: Desk, on_a_monday_evening: None
) -> None:
    default = await default_calendar(desk)
    ticket = await desk.write(level="normal")
    await desk.settle()
    longer = {**default["calendar"], "weekly": {str(day): [["09:00", "22:00"]] for day in range(5)}}
    await desk.ok("PUT", f"/calendars/{default['id']}", {"name": default["name"], "calendar": longer})
    await desk.settle()
    assert (await desk.timers(ticket["id"]))["first_response"]["due_at"] == f"{desk.clock.now:%Y-%m-%d}T13:00:00Z"


async def test_who_uses_a_calendar_is_told_and_it_cannot_be_put_away(desk: Desk) -> None:
    mornings = await make(desk, MORNINGS)
    customer = (await desk.write())["requester"]["id"]
    await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": mornings})
    await desk.ok("PUT", f"/customers/{customer}/calendar", {"calendar": mornings})
    users = await desk.ok("GET", f"/calendars/{mornings}/users", as_=LEE)
    assert [team["name"] for team in users["teams"]] == ["客服一组"]
    assert [one["id"] for one in users["customers"]] == [customer]
    assert (users["policies"], users["is_default"], users["customers_total"]) == ([], False, 1)
    refused = await desk.ask("DELETE", f"/calendars/{mornings}")
    assert refused.status_code == 409
    assert "客服一组" in refused.text
    assert "李雷" in refused.text
    await desk.ok("DELETE", f"/teams/{desk.team_id}/calendar")
    await desk.ok("DELETE", f"/customers/{customer}/calendar")
    await desk.ok("DELETE", f"/calendars/{mornings}")
    assert (await desk.ask("GET", f"/calendars/{mornings}")).status_code == 404
    assert mornings not in [c["id"] for c in (await desk.ok("GET", "/calendars"))["items"]]
    versions = await desk.ok("GET", f"/calendars/{mornings}/versions")
    assert [version["version"] for version in versions["items"]] == [1], "what it judged can still be looked up"


async def test_the_default_calendar_is_never_put_away(desk: Desk) -> None:
    default = (await default_calendar(desk))["id"]
    assert (await desk.ask("DELETE", f"/calendars/{default}")).status_code == 409


async def test_a_clock_keeps_running_on_a_calendar_that_was_put_away(desk: Desk, on_a_monday_evening: None) -> None:
    nights = await make(desk, NIGHTS, "夜班")
    await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": nights})
    ticket = await desk.write(level="normal")
    await desk.ok("DELETE", f"/teams/{desk.team_id}/calendar")
    await desk.ok("DELETE", f"/calendars/{nights}")
    await desk.settle()
    assert (await desk.timers(ticket["id"]))["first_response"]["due_at"] is not None


async def test_every_version_says_what_was_changed_when_and_by_whom(desk: Desk) -> None:
    calendar = await make(desk, MORNINGS)
    desk.clock.pass_by(minutes=5)
    await desk.ok("PUT", f"/calendars/{calendar}", {"name": "早班", "calendar": NIGHTS, "version": 1})
    items = (await desk.ok("GET", f"/calendars/{calendar}/versions"))["items"]
    assert [(item["version"], item["saved_by"]) for item in items] == [(2, "Maya"), (1, "Maya")]
    assert items[1]["calendar"]["weekly"]["0"] == [["08:00", "12:00"]]
    furnished = (await desk.ok("GET", f"/calendars/{(await default_calendar(desk))['id']}/versions"))["items"]
    assert [item["saved_by"] for item in furnished] == [None], "the desk's own doing"


async def test_saving_the_same_again_makes_no_version(desk: Desk) -> None:
    calendar = await make(desk, MORNINGS)
    saved = await desk.ok("PUT", f"/calendars/{calendar}", {"name": "早班", "calendar": MORNINGS})
    assert saved["version"] == 1


async def test_giving_what_they_have_changes_nothing(desk: Desk) -> None:
    mornings = await make(desk, MORNINGS)
    for _ in range(2):
        await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": mornings})
    audit = (await desk.ok("GET", "/audit?kind=CalendarGiven"))["items"]
    assert [(entry["fields"]["whose"], entry["fields"]["name"]) for entry in audit] == [("客服一组", "早班")]


async def test_nobody_is_given_a_calendar_that_is_not_there(desk: Desk) -> None:
    assert (await desk.ask("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": 1})).status_code == 404
    mornings = await make(desk, MORNINGS)
    assert (await desk.ask("PUT", "/teams/1/calendar", {"calendar": mornings})).status_code == 404
    assert (await desk.ask("PUT", "/customers/1/calendar", {"calendar": mornings})).status_code == 404


async def test_only_who_may_change_settings_gives_calendars(desk: Desk) -> None:
    mornings = await make(desk, MORNINGS)
    for who in (LEE, OTTO):
        answer = await desk.ask("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": mornings}, as_=who)
        assert answer.status_code == 403
        assert (await desk.ask("DELETE", f"/calendars/{mornings}", as_=who)).status_code == 403


async def test_the_public_holidays_of_a_country_are_entered_year_by_year(desk: Desk) -> None:
    berlin = await make(desk, {**MORNINGS, "tz": "Europe/Berlin"}, "Berlin")
    refused = await desk.ask("PUT", f"/calendars/{berlin}/holidays", {"year": 2026})
    assert refused.status_code == 422
    filled = await desk.ok("PUT", f"/calendars/{berlin}/holidays", {"year": 2026, "country": "DE"})
    assert "2026-10-03" in filled["calendar"]["holidays"]
    assert (filled["unknown_from"], filled["years_to_fill"]) == ("2027-01-01", [2027])
    assert (await desk.ok("PUT", f"/calendars/{berlin}/holidays", {"year": 2027}))["unknown_from"] == "2028-01-01"


async def test_a_calendar_that_is_being_written_gets_its_holidays_before_it_is_saved(desk: Desk) -> None:
    body = {"calendar": {**MORNINGS, "tz": "Europe/Berlin"}, "country": "DE", "year": 2026}
    drafted = (await desk.ok("POST", "/calendars/holidays", body))["calendar"]
    assert "2026-10-03" in drafted["holidays"]
    assert (drafted["country"], drafted["known_until"]) == ("DE", 2026)
    assert (await desk.ask("POST", "/calendars/holidays", {**body, "country": "XX"})).status_code == 404
    assert (await desk.ask("POST", "/calendars/holidays", {**body, "country": None})).status_code == 422


async def test_a_year_that_nobody_announced_cannot_be_entered(desk: Desk) -> None:
    default = (await default_calendar(desk))["id"]
    unknown = (public_holidays.announced_until("CN") or 0) + 1
    refused = await desk.ask("PUT", f"/calendars/{default}/holidays", {"year": unknown})
    assert refused.status_code == 409
    assert str(unknown) in refused.text


async def test_a_year_announced_by_a_newer_release_can_be_entered(desk: Desk) -> None:
    old = {
        "tz": "Asia/Shanghai", "weekly": {str(day): [["09:00", "18:00"]] for day in range(5)},
        "country": "CN", "known_until": 2025,
    }  # fmt: skip
    calendar = await make(desk, old)
    view = await desk.ok("GET", f"/calendars/{calendar}")
    assert (view["unknown_from"], view["years_to_fill"]) == ("2026-01-01", [2026])
    assert view["problems"] == [{"why": "unknown_year", "date": "2026-01-01", "urgent": True}]
    filled = await desk.ok("PUT", f"/calendars/{calendar}/holidays", {"year": 2026})
    assert filled["calendar"]["overrides"]["2026-10-10"] == [["09:00", "18:00"]]
    assert filled["years_to_fill"] == []


async def test_a_calendar_without_weeks_says_when_it_ends(desk: Desk) -> None:
    fair = {"tz": "Asia/Shanghai", "weekly": {}, "overrides": {"2026-12-01": [["09:00", "18:00"]]}}
    made = await desk.ok("POST", "/calendars", {"name": "展会", "calendar": fair})
    assert made["problems"] == [{"why": "ends", "date": "2026-12-01", "urgent": True}]


async def test_administrators_hear_of_a_calendar_whose_year_is_unknown(desk: Desk) -> None:
    calendar = await make(desk, {**MORNINGS, "country": "CN", "known_until": 2025})
    unused = await make(desk, {**MORNINGS, "country": "CN", "known_until": 2025}, "没人用")
    await desk.ok("PUT", f"/teams/{desk.team_id}/calendar", {"calendar": calendar})
    await desk.settle()
    told = (await desk.ok("GET", "/audit?kind=CalendarRunsOut"))["items"]
    assert [entry["fields"] for entry in told] == [
        {"calendar_id": calendar, "name": "早班", "unknown_from": "2026-01-01", "days_left": 0, "announced": True}
    ], f"and nothing of {unused}, which nobody counts on"


async def test_the_tester_counts_on_the_customers_calendar(desk: Desk, on_a_monday_evening: None) -> None:
    nights = await make(desk, NIGHTS, "夜班")
    requester = {"name": "韩梅梅", "email": f"han{desk.workspace_id}@example.com"}
    customer = (await desk.write(level="normal", requester=requester))["requester"]["id"]
    await desk.ok("PUT", f"/customers/{customer}/calendar", {"calendar": nights})
    described = {"level": "normal", "channel": "chat", "type": "enquiry", "team": desk.team_id}
    usual = await promised_first(desk, described)
    theirs = await promised_first(desk, {**described, "customer_id": customer})
    assert usual["calendar"]["name"] != "夜班"
    assert theirs["calendar"] == {"id": nights, "name": "夜班"}
    assert theirs["due_at"] == await first_response_due(desk, requester=requester, type="enquiry") != usual["due_at"]


async def promised_first(desk: Desk, ticket: dict[str, Any]) -> Any:
    """What the tester says of the first answer to such a ticket."""
    verdict = await desk.ok("POST", "/policies/test", ticket)
    return next(promise for promise in verdict["promises"] if promise["kind"] == "first_response")


async def test_the_tester_takes_the_customers_tier_unless_another_is_named(desk: Desk) -> None:
    target = {"kind": "first_response", "seconds": 600, "hours": "calendar"}
    vip = {"name": "贵宾", "condition": [{"trait": "tier", "among": ["vip"]}], "targets": [target]}
    made = await desk.ok("POST", "/policies", vip)
    others = [each["id"] for each in (await desk.ok("GET", "/policies"))["items"] if each["id"] != made["id"]]
    await desk.ok("PUT", "/policies/order", {"ids": [made["id"], *others]})
    customer = (await desk.write())["requester"]["id"]
    await desk.ok("PATCH", f"/customers/{customer}", {"tier": "vip"})
    for described, name in (
        ({"customer_id": customer}, "贵宾"),
        ({"customer_id": customer, "tier": "regular"}, None),
        ({}, None),
    ):
        policy = (await desk.ok("POST", "/policies/test", described))["policy"]
        assert (policy["name"] == "贵宾") is (name is not None), described


async def test_the_tester_names_a_customer_whom_nobody_knows(desk: Desk) -> None:
    answer = await desk.ask("POST", "/policies/test", {"customer_id": 1})
    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == ["customer_id"]


async def test_customers_with_a_calendar_of_their_own_are_found_by_name_or_address(desk: Desk) -> None:
    nights = await make(desk, NIGHTS, "夜班")
    for name in ("韩梅梅", "Li_Lei", "Nobody's"):
        address = f"{len(name)}{name[0].encode().hex()}-{desk.workspace_id}@example.com"
        customer = (await desk.write(requester={"name": name, "email": address}))["requester"]["id"]
        if name != "Nobody's":
            await desk.ok("PUT", f"/customers/{customer}/calendar", {"calendar": nights})
    assert await found(desk, "") == ["Li_Lei", "韩梅梅"]
    assert await found(desk, "梅") == ["韩梅梅"]
    assert await found(desk, "li_") == ["Li_Lei"]
    assert await found(desk, "l%") == []
    assert await found(desk, f"-{desk.workspace_id}@example.com") == ["Li_Lei", "韩梅梅"]
    [first, _] = (await desk.ok("GET", "/calendars/customers"))["items"]
    assert (first["calendar"], first["tier"]) == ({"id": nights, "name": "夜班"}, "regular")


async def found(desk: Desk, called: str) -> list[str]:
    items = (await desk.ok("GET", "/calendars/customers", params={"find": called}))["items"]
    return [item["name"] for item in items]
