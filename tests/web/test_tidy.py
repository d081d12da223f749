"""What is swept away once an hour, and what never is."""

from datetime import timedelta
from typing import Any

import pytest

from jishi.identity import settings
from jishi.identity.change_password import reset_password
from jishi.identity.change_settings import change_settings
from jishi.identity.errors import SignInLocked, WrongPassword
from jishi.identity.sign_in import sign_in
from jishi.web import tidy as tidying
from jishi.web.tidy import tidy
from tests.cast import ANNA, LEE, MAYA, OTTO, Desk


async def count(desk: Desk, table: str, where: str = "true") -> int:
    async with desk.database.job(desk.workspace_id) as tx:
        found: int = await tx.fetch_value(
            f"SELECT count(*) FROM {table} WHERE workspace_id = $1 AND {where}", desk.workspace_id
        )
    return found


async def given(desk: Desk) -> tuple[int, dict[str, Any]]:
    """A ticket that the dispatcher gave to somebody, and that decision."""
    ticket = (await desk.write())["id"]
    await desk.settle()
    return ticket, await decision_on(desk, ticket)


async def decision_on(desk: Desk, ticket: int) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.ok("GET", f"/tickets/{ticket}/assignments"))["items"][-1]
    return found


async def test_an_old_decision_keeps_its_sentence_and_how_many_were_considered(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    ticket, before = await given(desk)
    replayed = f"/tickets/{ticket}/assignments/{before['id']}/replay"
    assert (await desk.ok("GET", replayed))["same"]
    desk.clock.pass_by(days=89)
    await tidy(desk.database)
    assert await decision_on(desk, ticket) == before
    assert (await desk.ok("GET", replayed))["same"]
    desk.clock.pass_by(days=2)
    await tidy(desk.database)
    after = await decision_on(desk, ticket)
    emptied: dict[str, Any] = {"considered": [], "scene": None, "tally": {"considered": 2, "able": 2}}
    assert after == {**before, **emptied}
    refused = await desk.ask("GET", replayed)
    assert refused.status_code == 409
    assert "不再保留" in refused.text
    assert (await count(desk, "desks"), await count(desk, "panels")) == (0, 0)


async def test_people_whom_a_later_decision_saw_too_stay_known(desk: Desk) -> None:
    await desk.come_online(LEE, ANNA)
    old, _ = await given(desk)
    desk.clock.pass_by(days=60)
    for name in (LEE, ANNA):
        await desk.ok("PUT", f"/agents/{desk.people[name]}/presence", {"status": "offline"})
    await desk.come_online(LEE, ANNA)
    new, _ = await given(desk)
    desk.clock.pass_by(days=31)
    await tidy(desk.database)
    assert (await decision_on(desk, old))["considered"] == []
    later = await decision_on(desk, new)
    assert {each["agent"]["id"] for each in later["considered"]} == {desk.people[LEE], desk.people[ANNA]}
    assert (await desk.ok("GET", f"/tickets/{new}/assignments/{later['id']}/replay"))["same"]


async def test_a_workspace_may_keep_its_decisions_longer_and_never_less_than_ninety_days(desk: Desk) -> None:
    await desk.ok("PATCH", "/workspace", {"settings": {"decisions_kept_days": 365}})
    short = await desk.ask("PATCH", "/workspace", {"settings": {"decisions_kept_days": 30, "notices_kept_days": 1}})
    assert {error["path"] for error in short.json()["errors"]} == {
        "settings.decisions_kept_days", "settings.notices_kept_days",
    }  # fmt: skip
    await desk.come_online(LEE)
    ticket, before = await given(desk)
    desk.clock.pass_by(days=300)
    await tidy(desk.database)
    assert await decision_on(desk, ticket) == before


async def test_notices_of_tickets_that_are_over_are_forgotten_after_their_time(desk: Desk) -> None:
    await desk.come_online(LEE)
    over, _ = await given(desk)
    still, _ = await given(desk)
    about = "ticket_id = {}".format
    assert await count(desk, "notices", about(over)) > 0
    await desk.ok("PUT", f"/tickets/{over}/solution", {"outcome": "done"}, as_=LEE)
    desk.clock.pass_by(days=20)
    await tidy(desk.database)
    assert await count(desk, "notices", about(over)) > 0
    await desk.ok("PATCH", "/workspace", {"settings": {"notices_kept_days": 14}})
    async with desk.database.job(desk.workspace_id) as tx:
        settings.renew(tx)
    open_ones = await count(desk, "notices", about(still))
    await tidy(desk.database)
    assert await count(desk, "notices", about(over)) == 0
    assert await count(desk, "deliveries d", "notice_id NOT IN (SELECT id FROM notices)") == 0
    assert await count(desk, "notices", about(still)) == open_ones > 0


async def test_refusals_go_when_they_keep_nobody_from_anything(desk: Desk) -> None:
    ticket = (await desk.write())["id"]
    async with desk.database.job(desk.workspace_id) as tx:
        for name, until in ((LEE, timedelta(hours=-25)), (ANNA, timedelta(hours=1))):
            tx.later("save_refusal", ticket, desk.people[name], tx.now, "refused", None, tx.now + until)
    await tidy(desk.database)
    assert await count(desk, "refusals", f"agent_id = {desk.people[LEE]}") == 0
    assert await count(desk, "refusals") == 1


async def test_sessions_that_ran_out_and_attempts_that_no_longer_count_go(desk: Desk) -> None:
    async with desk.database.job(desk.workspace_id) as tx:
        await reset_password(tx, desk.people[OTTO], "mist over West Lake")
    await sign_in(desk.database, email="otto@example.com", password="mist over West Lake", workspace=desk.slug)
    stale = f"nobody-{desk.slug}@example.test"
    with pytest.raises((WrongPassword, SignInLocked)):
        await sign_in(desk.database, email=stale, password="x")
    assert await count(desk, "sessions") == 1
    await tidy(desk.database)
    assert await count(desk, "sessions") == 1
    desk.clock.pass_by(days=8)
    await tidy(desk.database)
    assert await count(desk, "sessions") == 0
    async with desk.database.job(0) as tx:
        left = await tx.fetch_value(
            "SELECT count(*) FROM sign_in_attempts WHERE workspace_id = 0 AND email = $1", stale
        )
    assert left == 0


async def test_facts_tickets_and_breaches_are_never_swept_away(desk: Desk) -> None:
    ticket = (await desk.write(level="urgent"))["id"]
    desk.clock.pass_by(days=3)
    await desk.settle()
    assert await count(desk, "breaches", f"ticket_id = {ticket}") > 0
    desk.clock.pass_by(days=4000)
    before = [await count(desk, table) for table in ("journal", "tickets", "messages", "breaches", "timers")]
    await tidy(desk.database)
    assert [await count(desk, table) for table in ("journal", "tickets", "messages", "breaches", "timers")] == before


async def test_one_kind_of_thing_that_cannot_be_swept_away_keeps_the_others_from_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(_: object) -> int:
        raise ValueError

    body = {"body": "x", "requester": {"email": "li@example.com"}}
    await desk.ok("POST", "/tickets", body, headers={"Idempotency-Key": "k"}, as_=MAYA)
    desk.clock.pass_by(days=3)
    monkeypatch.setattr(tidying, "OF_EVERY_WORKSPACE", (stumble, *tidying.OF_EVERY_WORKSPACE))
    await tidy(desk.database)
    assert await count(desk, "idempotency_keys") == 0


async def test_the_settings_say_how_long_and_begin_with_ninety_days(desk: Desk) -> None:
    kept = (await desk.ok("GET", "/workspace"))["settings"]
    assert (kept["notices_kept_days"], kept["decisions_kept_days"]) == (90, 90)
    async with desk.database.job(desk.workspace_id) as tx:
        changed = await change_settings(tx, notices_kept_days=7, decisions_kept_days=3650)
    assert (changed.settings.notices_kept_days, changed.settings.decisions_kept_days) == (7, 3650)
