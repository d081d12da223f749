"""Shifts, weeks that repeat, leave and swaps over HTTP."""

from asyncio import gather
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import ANNA, LEE, MAYA, OTTO, Desk

MONDAY_EIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # eight in the morning in Shanghai


async def draw(desk: Desk, who: str, day: str, opens: str, closes: str, **more: Any) -> Any:
    body = {"person_id": desk.people[who], "day": day, "opens": opens, "closes": closes, **more}
    return await desk.ok("POST", "/shifts", body, as_=OTTO)


async def row(desk: Desk, name: str, day: str = "2026-03-02", as_: str = OTTO) -> Any:
    roster = await desk.ok("GET", f"/roster?from={day}", as_=as_)
    return next(person for person in roster["people"] if person["id"] == desk.people[name])


async def turns(desk: Desk) -> list[tuple[str, str, datetime]]:
    """What the journal was told of shifts: kind, whose, when."""
    names = {person: name for name, person in desk.people.items()}
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch(
            "SELECT kind, at, data FROM journal WHERE workspace_id = $1 AND kind IN ('ShiftStarted', 'ShiftEnded')"
            " ORDER BY at, id",
            desk.workspace_id,
        )
    return [(row["kind"], names[row["data"]["person_id"]], row["at"]) for row in rows]


async def test_a_supervisor_draws_a_shift_and_everybody_sees_the_week(desk: Desk) -> None:
    shift = await draw(desk, LEE, "2026-03-03", "22:00", "06:00", name="夜班")
    assert (shift["starts_at"], shift["ends_at"]) == ("2026-03-03T14:00:00Z", "2026-03-03T22:00:00Z")
    lee = await row(desk, LEE, as_=ANNA)
    assert [(each["day"], each["opens"], each["closes"], each["name"]) for each in lee["shifts"]] == [
        ("2026-03-03", "22:00", "06:00", "夜班")
    ]
    assert lee["seconds"] == 8 * 3600
    assert (lee["rostered"], (await row(desk, ANNA))["rostered"]) == (True, False)
    refused = await desk.ask("POST", "/shifts", {"person_id": desk.people[ANNA], "day": "2026-03-03"}, as_=LEE)
    assert refused.status_code == 403


async def test_wrong_shifts_are_refused_with_every_field_named(desk: Desk) -> None:
    wrong = {"person_id": 0, "day": "tomorrow", "opens": "9", "closes": "25:00"}
    answer = await desk.ask("POST", "/shifts", wrong, as_=OTTO)
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json()["errors"]} == {"person_id", "day", "opens", "closes"}
    nobody = {"person_id": 4711, "day": "2026-03-03", "opens": "09:00", "closes": "18:00"}
    assert (await desk.ask("POST", "/shifts", nobody, as_=OTTO)).status_code == 404


async def test_two_who_change_a_shift_at_once_lose_nothing_of_each_other(desk: Desk) -> None:
    shift = await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    changes: list[dict[str, str]] = [{"name": "早班"}, {"note": "钥匙在前台"}, {"closes": "17:00"}]
    await gather(*(desk.ok("PATCH", f"/shifts/{shift['id']}", each, as_=OTTO) for each in changes))
    [after] = (await row(desk, LEE))["shifts"]
    assert {name: after[name] for each in changes for name in each} == {
        n: v for each in changes for n, v in each.items()
    }


async def test_nobody_has_two_shifts_at_once(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    body = {"person_id": desk.people[LEE], "day": "2026-03-03", "opens": "17:00", "closes": "20:00"}
    answer = await desk.ask("POST", "/shifts", body, as_=OTTO)
    assert answer.status_code == 409
    await draw(desk, LEE, "2026-03-03", "18:00", "20:00")


async def test_each_turn_of_a_shift_is_told_once_and_dated_truly_however_late_the_worker(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT
    await draw(desk, LEE, "2026-03-02", "09:00", "13:00")
    await draw(desk, LEE, "2026-03-02", "13:00", "18:00")
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    await desk.settle()
    assert await turns(desk) == []
    desk.clock.pass_by(days=3)  # the worker was down
    await desk.settle()
    await desk.settle()
    nine, evening = MONDAY_EIGHT + timedelta(hours=1), MONDAY_EIGHT + timedelta(hours=10)
    assert await turns(desk) == [
        ("ShiftStarted", LEE, nine),
        ("ShiftEnded", LEE, evening),
        ("ShiftStarted", LEE, nine + timedelta(days=1)),
        ("ShiftEnded", LEE, evening + timedelta(days=1)),
    ]


async def test_a_roster_changed_before_the_worker_came_tells_what_was_true_first(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT
    shift = await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    ten = desk.clock.pass_by(hours=2)
    await desk.ok("DELETE", f"/shifts/{shift['id']}", as_=OTTO)  # nobody has settled since eight
    assert await turns(desk) == [
        ("ShiftStarted", LEE, MONDAY_EIGHT + timedelta(hours=1)),
        ("ShiftEnded", LEE, ten),
    ]
    kept = (await row(desk, LEE))["shifts"]
    assert [(each["opens"], each["closes"]) for each in kept] == [("09:00", "10:00")]
    assert (await desk.ask("PATCH", f"/shifts/{shift['id']}", {"closes": "12:00"}, as_=OTTO)).status_code == 409


async def test_a_shift_that_has_begun_can_only_end_at_another_time(desk: Desk) -> None:
    shift = await draw(desk, LEE, "2026-03-02", "09:00", "18:00")  # it is ten
    path = f"/shifts/{shift['id']}"
    assert (await desk.ask("PATCH", path, {"opens": "08:00"}, as_=OTTO)).status_code == 409
    assert (await desk.ask("PATCH", path, {"person_id": desk.people[ANNA]}, as_=OTTO)).status_code == 409
    longer = await desk.ok("PATCH", path, {"closes": "20:00", "note": "盘点"}, as_=OTTO)
    assert (longer["closes"], longer["note"]) == ("20:00", "盘点")


async def test_case_a4_what_waits_is_given_to_whose_shift_begins(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    await desk.come_online(LEE)
    ticket = await desk.write()
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"] is None
    desk.clock.pass_by(hours=1)
    await desk.settle()
    assert (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["id"] == desk.people[LEE]


async def test_a_week_that_repeats_is_drawn_eight_weeks_ahead_and_goes_on_by_itself(desk: Desk) -> None:
    body = {
        "person_id": desk.people[LEE],
        "weekdays": [0, 1, 2, 3, 4],
        "opens": "09:00",
        "closes": "18:00",
        "first_day": "2026-03-02",
    }
    await draw(desk, LEE, "2026-03-05", "13:00", "22:00")
    kept = await desk.ok("POST", "/shift-patterns", body, as_=OTTO)
    assert kept["left_out"] == ["2026-03-05"]
    assert len((await row(desk, LEE))["shifts"]) == 5
    assert len((await row(desk, LEE, "2026-04-27"))["shifts"]) == 1  # Monday, eight weeks on
    desk.clock.pass_by(days=15)
    await desk.settle()
    assert len((await row(desk, LEE, "2026-05-04"))["shifts"]) == 5


async def test_one_shift_of_a_pattern_can_be_changed_and_the_others_with_the_pattern(desk: Desk) -> None:
    body = {
        "person_id": desk.people[LEE],
        "weekdays": [2, 3, 4],
        "opens": "09:00",
        "closes": "18:00",
        "first_day": "2026-03-02",
    }
    pattern = (await desk.ok("POST", "/shift-patterns", body, as_=OTTO))["pattern"]
    wednesday, thursday, _ = (await row(desk, LEE))["shifts"]
    await desk.ok("PATCH", f"/shifts/{wednesday['id']}", {"closes": "12:00"}, as_=OTTO)
    await desk.ok("DELETE", f"/shifts/{thursday['id']}", as_=OTTO)
    await desk.ok("PATCH", f"/shift-patterns/{pattern['id']}", {"opens": "10:00"}, as_=OTTO)
    shifts = (await row(desk, LEE))["shifts"]
    assert [(each["day"], each["opens"], each["closes"]) for each in shifts] == [
        ("2026-03-04", "09:00", "12:00"),
        ("2026-03-06", "10:00", "18:00"),
    ]
    await desk.ok("DELETE", f"/shift-patterns/{pattern['id']}", as_=OTTO)
    assert [each["day"] for each in (await row(desk, LEE))["shifts"]] == ["2026-03-04"]


async def test_a_week_is_copied_to_the_next_around_what_is_there(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00", name="早班")
    await draw(desk, ANNA, "2026-03-04", "22:00", "06:00")
    await draw(desk, ANNA, "2026-03-11", "20:00", "23:00")
    copied = await desk.ok("POST", "/roster/copy", {"from": "2026-03-02", "to": "2026-03-09"}, as_=OTTO)
    assert copied["copied"] == 1
    assert [(each["person_id"], each["day"]) for each in copied["left_out"]] == [(desk.people[ANNA], "2026-03-11")]
    assert [each["name"] for each in (await row(desk, LEE, "2026-03-09"))["shifts"]] == ["早班"]


async def test_leave_is_asked_for_approved_and_takes_its_time_out_of_the_shift(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")
    body = {"first_day": "2026-03-02", "last_day": "2026-03-02", "opens": "12:00", "closes": "14:00", "reason": "看牙"}
    leave = await desk.ok("POST", "/leaves", body, as_=LEE)
    assert leave["state"] == "asked"
    assert (await desk.ask("POST", "/leaves", body, as_=LEE)).status_code == 409
    assert (await desk.ask("PUT", f"/leaves/{leave['id']}/decision", {"approve": True}, as_=ANNA)).status_code == 403
    assert (await row(desk, LEE, as_=ANNA))["leaves"][0]["reason"] == ""
    assert (await row(desk, LEE, as_=LEE))["leaves"][0]["reason"] == "看牙"
    done = await desk.ok("PUT", f"/leaves/{leave['id']}/decision", {"approve": True, "answer": "好"}, as_=OTTO)
    assert (done["state"], done["decided_by"]) == ("approved", "Otto")
    assert (await row(desk, LEE))["seconds"] == 7 * 3600
    desk.clock.pass_by(hours=12)
    await desk.settle()
    hours = [(kind, (at - MONDAY_EIGHT).seconds // 3600 + 8) for kind, _, at in await turns(desk)]
    assert hours == [("ShiftStarted", 9), ("ShiftEnded", 12), ("ShiftStarted", 14), ("ShiftEnded", 18)]


async def test_leave_is_read_page_by_page(desk: Desk) -> None:
    for who, day in ((ANNA, "2026-03-10"), (ANNA, "2026-03-12"), (LEE, "2026-03-10")):
        await desk.ok("POST", "/leaves", {"first_day": day, "last_day": day}, as_=who)
    whole = await desk.ok("GET", "/leaves", as_=OTTO)
    assert ([each["person"] for each in whole["items"]], whole["next"]) == (["Anna", "Lee", "Anna"], None)
    first = await desk.ok("GET", "/leaves?limit=1", as_=OTTO)
    rest = await desk.ok("GET", f"/leaves?after={first['next']}", as_=OTTO)
    assert [*first["items"], *rest["items"]] == whole["items"], "two begin at the same instant"
    assert [each["person"] for each in (await desk.ok("GET", "/leaves", as_=LEE))["items"]] == ["Lee"]


async def test_swaps_are_read_page_by_page(desk: Desk) -> None:
    swaps = []
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        mine = await draw(desk, LEE, day, "09:00", "18:00")
        swaps.append(await desk.ok("POST", "/swaps", {"shift_id": mine["id"], "to_id": desk.people[ANNA]}, as_=LEE))
    first = await desk.ok("GET", "/swaps?limit=2", as_=LEE)
    rest = await desk.ok("GET", f"/swaps?limit=2&after={first['next']}", as_=LEE)
    assert [each["id"] for each in (*first["items"], *rest["items"])] == [each["id"] for each in reversed(swaps)]
    assert rest["next"] is None


async def test_a_supervisor_enters_leave_and_a_colleague_back_early_is_on_duty_at_once(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-02", "09:00", "18:00")  # it is ten
    body = {"first_day": "2026-03-02", "last_day": "2026-03-03", "person_id": desk.people[LEE], "reason": "病假"}
    assert (await desk.ask("POST", "/leaves", body, as_=ANNA)).status_code == 403
    leave = await desk.ok("POST", "/leaves", body, as_=OTTO)
    assert leave["state"] == "approved"
    eleven = desk.clock.pass_by(hours=1)
    await desk.ok("DELETE", f"/leaves/{leave['id']}", as_=LEE)
    ten = eleven - timedelta(hours=1)
    assert await turns(desk) == [
        ("ShiftStarted", LEE, ten),
        ("ShiftEnded", LEE, ten),
        ("ShiftStarted", LEE, eleven),
    ]


async def test_colleagues_swap_shifts_between_themselves(desk: Desk) -> None:
    mine = await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    theirs = await draw(desk, ANNA, "2026-03-03", "13:00", "22:00")
    ask = {"shift_id": mine["id"], "to_id": desk.people[ANNA], "note": "接孩子"}
    assert (await desk.ask("POST", "/swaps", ask, as_=LEE)).status_code == 409  # she works then already
    swap = await desk.ok("POST", "/swaps", {**ask, "return_id": theirs["id"]}, as_=LEE)
    assert (await desk.ask("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=LEE)).status_code == 403
    assert [each["id"] for each in (await desk.ok("GET", "/swaps", as_=ANNA))["items"]] == [swap["id"]]
    assert (await desk.ok("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=ANNA))["state"] == "done"
    assert [each["opens"] for each in (await row(desk, LEE))["shifts"]] == ["13:00"]
    assert [each["opens"] for each in (await row(desk, ANNA))["shifts"]] == ["09:00"]
    assert (await desk.ask("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=ANNA)).status_code == 409


async def test_where_the_workspace_wants_it_a_supervisor_approves_a_swap(desk: Desk) -> None:
    await desk.ok("PUT", "/roster/settings", {"swaps_need_approval": True, "least": 2}, as_=OTTO)
    mine = await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    swap = await desk.ok("POST", "/swaps", {"shift_id": mine["id"], "to_id": desk.people[ANNA]}, as_=LEE)
    accepted = await desk.ok("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=ANNA)
    assert accepted["state"] == "accepted"
    assert len((await row(desk, LEE))["shifts"]) == 1
    assert (await desk.ask("PUT", f"/swaps/{swap['id']}/decision", {"approve": True}, as_=ANNA)).status_code == 403
    done = await desk.ok("PUT", f"/swaps/{swap['id']}/decision", {"approve": True}, as_=OTTO)
    assert (done["state"], done["decided_by"]) == ("done", "Otto")
    assert len((await row(desk, ANNA))["shifts"]) == 1


async def test_a_swap_of_a_shift_that_moved_meanwhile_is_refused_and_can_be_withdrawn(desk: Desk) -> None:
    mine = await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    swap = await desk.ok("POST", "/swaps", {"shift_id": mine["id"], "to_id": desk.people[ANNA]}, as_=LEE)
    await desk.ok("PATCH", f"/shifts/{mine['id']}", {"person_id": desk.people[OTTO]}, as_=OTTO)
    assert (await desk.ok("GET", "/swaps", as_=LEE))["items"][0]["moved"] is True
    assert (await desk.ask("PUT", f"/swaps/{swap['id']}/answer", {"accept": True}, as_=ANNA)).status_code == 409
    assert (await desk.ok("DELETE", f"/swaps/{swap['id']}", as_=LEE))["state"] == "withdrawn"


async def test_an_open_hour_with_too_few_on_duty_is_a_gap(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-03", "09:00", "12:00")
    await draw(desk, ANNA, "2026-03-03", "13:30", "18:00")
    roster = await desk.ok("GET", "/roster?from=2026-03-03&days=1")
    assert (roster["from"], roster["zone"], len(roster["hours"])) == ("2026-03-03", "Asia/Shanghai", 24)
    people = [hour["people"] for hour in roster["hours"]]
    assert people[9:18] == [1, 1, 1, 0, 0, 1, 1, 1, 1]
    for hour in roster["hours"]:
        assert not hour["gap"] or hour["open"]
    gaps = [(gap["starts_at"], gap["ends_at"]) for gap in roster["gaps"] if gap["starts_at"] < "2026-03-03T09"]
    assert ("2026-03-03T04:00:00Z", "2026-03-03T05:30:00Z") in gaps


async def test_what_has_passed_is_no_gap_any_more(desk: Desk) -> None:
    desk.clock.now = MONDAY_EIGHT + timedelta(days=2, hours=2, minutes=20)  # Wednesday, twenty past ten
    roster = await desk.ok("GET", "/roster?from=2026-03-02&days=7")
    assert roster["gaps"][0]["starts_at"] == "2026-03-04T02:20:00Z"
    assert next(hour["at"] for hour in roster["hours"] if hour["gap"]) == "2026-03-04T02:00:00Z"
    assert roster["hours"][10]["open"]
    assert (await desk.ok("GET", "/roster?from=2026-02-23&days=7"))["gaps"] == []


async def test_who_leaves_the_company_has_no_shifts_any_more(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    await desk.ok("PATCH", f"/people/{desk.people[LEE]}", {"active": False}, as_=MAYA)
    await desk.settle()
    async with desk.database.job(desk.workspace_id) as tx:
        assert await tx.fetch("SELECT id FROM shifts WHERE workspace_id = $1", desk.workspace_id) == []


async def test_every_change_of_the_roster_stands_in_the_audit(desk: Desk) -> None:
    await draw(desk, LEE, "2026-03-03", "09:00", "18:00")
    entry = next(each for each in (await desk.ok("GET", "/audit"))["items"] if each["kind"] == "RosterChanged")
    assert entry["person"]["name"] == "Otto"
    assert (entry["fields"]["what"], entry["fields"]["person_ids"]) == ("drawn", [desk.people[LEE]])
