"""How a queue stands and how it is worked, over HTTP."""

from jishi.dispatch.model import Overflow, QueueSettings
from jishi.dispatch.queues.rules import flaws, next_overflow, open_to
from tests.cast import ANNA, LEE, OTTO, Desk

STEPS = QueueSettings(team_id=1, overflow=(Overflow(after=60, team_ids=frozenset({2})), Overflow(after=300)))


def test_others_may_take_what_has_waited_for_each_step() -> None:
    assert open_to(STEPS, waited=59) == {1}
    assert open_to(STEPS, waited=60) == {1, 2}
    assert open_to(STEPS, waited=300) == {0, 1, 2}
    assert [next_overflow(STEPS, waited=waited) for waited in (0, 60, 300)] == [60, 300, None]


def test_at_a_peak_overflow_does_not_wait() -> None:
    assert open_to(STEPS, waited=0, peak=True) == {0, 1, 2}
    assert open_to(QueueSettings(team_id=1, peak_widens=False), waited=9999, peak=True) == {1}


def test_at_a_peak_the_whole_desk_helps_where_no_overflow_says_who() -> None:
    assert open_to(QueueSettings(team_id=1), waited=0, peak=True) == {0, 1}
    assert open_to(QueueSettings(team_id=1), waited=9999) == {1}
    assert open_to(
        QueueSettings(team_id=1, overflow=(Overflow(after=60, team_ids=frozenset({2})),)), waited=0, peak=True
    ) == {1, 2}


def test_every_wrong_field_of_a_queues_settings_is_named() -> None:
    wrong = QueueSettings(
        offer_seconds=1,
        grace_away=-1,
        overflow=(Overflow(after=60, team_ids=frozenset({9})), Overflow(after=60, team_ids=frozenset({2}))),
    )
    assert [field for field, _ in flaws(wrong, teams={2})] == [
        "offer_seconds", "grace_away", "overflow.0.team_ids", "overflow.1.after",
    ]  # fmt: skip


async def test_a_supervisor_settles_how_a_queue_is_worked(desk: Desk) -> None:
    path = f"/queues/{desk.team_id}"
    settings = {"strategy": "round_robin", "mode": "offer", "overflow": [{"after": 120, "team_ids": []}]}
    kept = await desk.ok("PUT", path, settings, as_=OTTO)
    assert (kept["mode"], kept["offer_seconds"], kept["grace_away"]) == ("offer", 20, 600)
    shown = {queue["team"]["id"] if queue["team"] else 0: queue for queue in (await desk.ok("GET", "/queues"))["items"]}
    assert shown[desk.team_id]["settings"] == kept
    assert shown[0]["settings"]["strategy"] == "index"
    assert (await desk.ask("PUT", path, settings, as_=LEE)).status_code == 403
    refused = await desk.ask("PUT", path, {"overflow": [{"after": 0, "team_ids": [77]}]}, as_=OTTO)
    assert refused.status_code == 422
    assert {each["path"] for each in refused.json()["errors"]} == {"overflow.0.after", "overflow.0.team_ids"}
    assert (await desk.ask("PUT", "/queues/77", {}, as_=OTTO)).status_code == 404


async def test_a_queue_shows_what_waits_who_is_here_and_what_a_newcomer_would_wait(desk: Desk) -> None:
    await desk.write()
    await desk.settle()
    [team, whole] = (await desk.ok("GET", "/queues"))["items"]
    assert (team["waiting"], team["here"], team["forecast"]) == (1, 0, None)
    assert (whole["team"], whole["waiting"]) == (None, 0)
    await desk.come_online(LEE, ANNA)
    [team, whole] = (await desk.ok("GET", "/queues"))["items"]
    assert (team["waiting"], team["here"], team["forecast"], team["short"]) == (0, 2, 0.0, 0)
    assert team["waited"] == {"p50": 0.0, "p90": 0.0}
    assert whole["here"] == 2


async def test_the_forecast_says_what_each_queue_comes_to(desk: Desk) -> None:
    await desk.come_online(LEE)
    await desk.ok("PATCH", f"/agents/{desk.people[LEE]}", {"capacity": 1}, as_=OTTO)
    for _ in range(4):
        await desk.write(channel="email", type="complaint")
    await desk.settle()
    [team, whole] = (await desk.ok("GET", "/dispatch/forecast"))["items"]
    assert (team["waiting"], team["arrived"], team["here"], team["handling"]) == (3, 4, 1, 600.0)
    assert (team["wait"], team["soon"]) == (2400.0, 3000.0)  # the fourth in line; then four come and three are served
    assert team["needed"] - team["here"] == team["short"]
    assert {name: whole[name] for name in ("waiting", "arrived", "here")} == {"waiting": 3, "arrived": 4, "here": 1}
