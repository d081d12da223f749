"""Rosters from files over HTTP: looked at first, then all or nothing."""

import base64
from typing import Any

from tests.cast import ANNA, LEE, OTTO, Desk

FILE = """name,date,from,to,shift
Lee,2026-03-03,09:00,18:00,Early
anna@example.com,2026-03-03,22:00,06:00,Night
"""


async def send(desk: Desk, text: str = FILE, **more: Any) -> Any:
    return await desk.ok("POST", "/roster/import", {"text": text, **more}, as_=OTTO)


async def count(desk: Desk) -> int:
    async with desk.database.job(desk.workspace_id) as tx:
        return int(await tx.fetch_value("SELECT count(*) FROM shifts WHERE workspace_id = $1", desk.workspace_id))


async def test_a_dry_run_shows_what_a_file_would_do_and_does_nothing(desk: Desk) -> None:
    seen = await send(desk, dry_run=True)
    assert [(each["person"], each["day"], each["opens"], each["closes"], each["name"]) for each in seen["rows"]] == [
        ("Lee", "2026-03-03", "09:00", "18:00", "Early"),
        ("Anna", "2026-03-03", "22:00", "06:00", "Night"),
    ]
    assert (seen["wrong"], seen["added"], await count(desk)) == ([], 0, 0)
    assert (await send(desk))["added"] == 2


async def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    await send(desk)
    again = await send(desk)
    assert (again["added"], [each["is_known"] for each in again["rows"]]) == (0, [True, True])
    assert await count(desk) == 2


async def test_with_a_wrong_row_nothing_is_saved_and_each_is_named_in_the_callers_language(desk: Desk) -> None:
    wrong = FILE + "Nobody,2026-03-03,09:00,18:00,\nLee,2026-03-03,17:00,19:00,\nLee,x,09:00,18:00,\n"
    body = {"text": wrong}
    answer = await desk.ask("POST", "/roster/import", body, as_=OTTO, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json()["errors"]} == {"lines.4", "lines.5", "lines.6"}
    assert await count(desk) == 0
    dry = await send(desk, wrong, dry_run=True)
    assert [each["line"] for each in dry["wrong"]] == [4, 5, 6]
    assert (await send(desk, wrong, skip_wrong=True))["added"] == 2


async def test_a_row_over_a_shift_that_is_there_is_wrong_unless_the_file_counts_instead(desk: Desk) -> None:
    await send(desk)
    moved = FILE.replace("09:00,18:00", "10:00,19:00")
    (wrong,) = (await send(desk, moved, dry_run=True))["wrong"]
    assert wrong["line"] == 2
    seen = await send(desk, moved, instead=True)
    assert (seen["added"], [each["opens"] for each in seen["removed"]]) == (1, ["09:00"])
    assert await count(desk) == 2


async def test_excel_from_the_template_is_taken_over_as_it_is(desk: Desk) -> None:
    answer = await desk.ask("GET", "/roster/template?kind=xlsx", as_=OTTO)
    assert answer.headers["content-disposition"] == 'attachment; filename="roster.xlsx"'
    body = {"file": base64.b64encode(answer.content).decode()}
    added = await desk.ok("POST", "/roster/import", body, as_=OTTO)
    assert (added["added"], added["wrong"]) == (4, [])


async def test_two_colleagues_of_one_name_are_told_apart_by_their_address(desk: Desk) -> None:
    person = {"name": "Lee", "email": "other@example.com", "role": "agent", "password": "a-long-enough-one"}
    await desk.ok("POST", "/people", person)
    (wrong,) = (await send(desk, dry_run=True))["wrong"]
    assert wrong["line"] == 2
    assert (await send(desk, FILE.replace("Lee", "lee@example.com"), dry_run=True))["wrong"] == []


async def test_an_agent_imports_nothing_and_an_empty_file_is_refused(desk: Desk) -> None:
    assert (await desk.ask("POST", "/roster/import", {"text": FILE}, as_=ANNA)).status_code == 403
    assert (await desk.ask("GET", "/roster/template", as_=LEE)).status_code == 403
    for body in ({}, {"text": " "}, {"file": "%%%"}):
        assert (await desk.ask("POST", "/roster/import", body, as_=OTTO)).status_code in {400, 422}
