"""Skills, languages and weights over HTTP: set by a supervisor, seen by everybody, written down."""

from typing import Any

import pytest

from tests.cast import LEE, MAYA, OTTO, Desk


async def a_skill(desk: Desk, name: str = "退款") -> int:
    return int((await desk.ok("POST", "/skills", {"name": name}, as_=OTTO))["id"])


async def lee(desk: Desk) -> Any:
    return next(agent for agent in (await desk.ok("GET", "/agents"))["items"] if agent["name"] == "Lee")


async def audited(desk: Desk, kind: str) -> list[Any]:
    return [(each["person"]["name"], each["fields"]) for each in (await desk.ok("GET", f"/audit?kind={kind}"))["items"]]


async def test_a_supervisor_says_who_can_what_and_in_which_languages(desk: Desk) -> None:
    refund, invoice = await a_skill(desk), await a_skill(desk, "开票")
    path = f"/agents/{desk.people[LEE]}/skills"
    can = {"skills": [{"skill": refund, "grade": 5}, {"skill": invoice, "grade": 2}], "languages": ["zh", "en"]}
    assert await desk.ok("PUT", path, can, as_=OTTO) == can
    await desk.ok("PUT", path, can, as_=OTTO)
    shown = await lee(desk)
    assert {each["name"]: each["grade"] for each in shown["skills"]} == {"退款": 5, "开票": 2}
    assert shown["languages"] == ["zh", "en"]
    [(who, fields)] = await audited(desk, "SkillsChanged")
    assert (who, fields["skills"], fields["was"]) == ("Otto", {str(refund): 5, str(invoice): 2}, {})
    assert len(await audited(desk, "LanguagesChanged")) == 1
    people = {each["name"]: each["people"] for each in (await desk.ok("GET", "/skills", as_=LEE))["items"]}
    assert people == {"退款": 1, "开票": 1}


async def test_a_skill_is_renamed_and_removed_for_everybody_who_has_it(desk: Desk) -> None:
    refund = await a_skill(desk)
    can = {"skills": [{"skill": refund, "grade": 3}], "languages": []}
    await desk.ok("PUT", f"/agents/{desk.people[LEE]}/skills", can)
    renamed = await desk.ok("PATCH", f"/skills/{refund}", {"name": "退款与换货"})
    assert (renamed["name"], renamed["people"]) == ("退款与换货", 1)
    assert [each["name"] for each in (await lee(desk))["skills"]] == ["退款与换货"]
    await desk.ok("DELETE", f"/skills/{refund}")
    assert (await lee(desk))["skills"] == []
    assert (await desk.ask("DELETE", f"/skills/{refund}")).status_code == 404
    assert [fields["name"] for _, fields in await audited(desk, "SkillRemoved")] == ["退款与换货"]


async def test_one_skill_has_one_name(desk: Desk) -> None:
    refund = await a_skill(desk, "Refund")
    for body in ({"name": "refund"}, {"name": " Refund "}):
        assert (await desk.ask("POST", "/skills", body)).status_code == 409
    assert (await desk.ask("PATCH", f"/skills/{refund}", {"name": "REFUND"})).status_code == 200
    for wrong in ("", "x" * 61, "\t "):
        assert (await desk.ask("POST", "/skills", {"name": wrong})).status_code == 422


async def test_every_wrong_skill_and_language_is_named_at_once(desk: Desk) -> None:
    refund = await a_skill(desk)
    twice = [{"skill": refund, "grade": 1}, {"skill": refund, "grade": 2}, {"skill": 4711, "grade": 1}]
    body = {"skills": twice, "languages": ["zh", "zh", "klingon!"]}
    refused = await desk.ask("PUT", f"/agents/{desk.people[LEE]}/skills", body)
    assert refused.status_code == 422
    assert sorted(error["path"] for error in refused.json()["errors"]) == [
        "languages.1", "languages.2", "skills.1.skill", "skills.2.skill",
    ]  # fmt: skip
    assert (await lee(desk))["skills"] == []


async def test_an_agent_sets_nobodys_skills_not_even_their_own(desk: Desk) -> None:
    refund = await a_skill(desk)
    asked: list[tuple[str, str, Any]] = [
        ("POST", "/skills", {"name": "x"}),
        ("PATCH", f"/skills/{refund}", {"name": "x"}),
        ("DELETE", f"/skills/{refund}", None),
        ("PUT", f"/agents/{desk.people[LEE]}/skills", {"skills": [], "languages": []}),
        ("PUT", "/capacity", {"weights": []}),
    ]
    for method, path, body in asked:
        assert (await desk.ask(method, path, body, as_=LEE)).status_code == 403


async def test_weights_are_shown_for_every_channel_and_only_what_changes_is_written_down(desk: Desk) -> None:
    found = await desk.ok("GET", "/capacity", as_=LEE)
    weights = {each["channel"]: each for each in found["weights"]}
    assert found["capacity"] == 12
    assert {channel: each["weight"] for channel, each in weights.items()} == {
        "phone": 12, "chat": 4, "wechat": 4, "wechat_kf": 4, "wecom": 4, "feishu": 4, "dingtalk": 4,
        "email": 1, "form": 1, "portal": 1, "social": 1, "api": 1,
    }  # fmt: skip
    wish = [{"channel": "phone", "weight": 12, "idle_after": 300, "idle_weight": 1, "wrap_up": 90},
            {"channel": "email", "weight": 1}]  # fmt: skip
    after = await desk.ok("PUT", "/capacity", {"weights": wish}, as_=OTTO)
    assert {each["channel"]: each["wrap_up"] for each in after["weights"]}["phone"] == 90
    [(who, fields)] = await audited(desk, "ChannelWeightsChanged")
    assert (who, fields["weights"], fields["was"]) == ("Otto", {"phone": [12, 300, 1, 90]}, {"phone": [12, 300, 1, 0]})


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"channel": "pigeon", "weight": 1}, "weights.0.channel"),
        ({"channel": "chat", "weight": 2, "idle_after": 60, "idle_weight": 3}, "weights.0.idle_weight"),
        ({"channel": "email", "weight": 1, "wrap_up": 60}, "weights.0.wrap_up"),
        ({"channel": "chat", "weight": 0}, "weights.0.weight"),
    ],
)
async def test_a_weight_that_makes_no_sense_names_its_field(desk: Desk, wish: dict[str, Any], field: str) -> None:
    refused = await desk.ask("PUT", "/capacity", {"weights": [wish]})
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json()["errors"]] == [field]


async def a_call_ends(desk: Desk, *, as_: str) -> str:
    ticket = await desk.write(channel="phone")
    await desk.ok("PUT", f"/tickets/{ticket['id']}/assignment", {"agent": desk.people[LEE]})
    await desk.ok("PUT", f"/tickets/{ticket['id']}/solution", {"outcome": "好了"}, as_=as_)
    return str((await desk.ok("GET", "/agents/me/presence", as_=LEE))["status"])


async def test_after_a_call_its_agent_has_a_while_to_write_it_up(desk: Desk) -> None:
    await desk.come_online(LEE)
    assert await a_call_ends(desk, as_=LEE) == "online", "not where nobody asked for it"
    wish = {"channel": "phone", "weight": 12, "idle_after": 300, "idle_weight": 1, "wrap_up": 60}
    await desk.ok("PUT", "/capacity", {"weights": [wish]})
    assert await a_call_ends(desk, as_=MAYA) == "online", "somebody else ended it"
    assert await a_call_ends(desk, as_=LEE) == "wrap_up"
    desk.clock.pass_by(seconds=61)
    await desk.settle()
    assert (await desk.ok("GET", "/agents/me/presence", as_=LEE))["status"] == "online"


async def work_on(desk: Desk, ticket: int, *, seconds: float) -> None:
    path = f"/tickets/{ticket}/work"
    await desk.ok("PUT", path, {}, as_=LEE)
    for _ in range(int(seconds // 20)):
        desk.clock.pass_by(seconds=20)
        await desk.ok("PUT", path, {}, as_=LEE)
    await desk.ok("DELETE", path, as_=LEE)


async def learned(desk: Desk) -> dict[tuple[str, str], tuple[int, float]]:
    """By whom (`all` or Lee) and type: of how many, and how long."""
    async with desk.database.job(desk.workspace_id) as tx:
        rows = await tx.fetch("SELECT * FROM handling WHERE workspace_id = $1", desk.workspace_id)
    who = {0: "all", desk.people[LEE]: "Lee"}
    return {(who[row["person_id"]], row["type"]): (row["n"], round(row["seconds"], 2)) for row in rows}


async def test_handling_times_are_learned_from_the_work_and_drawn_towards_what_is_known(desk: Desk) -> None:
    assert await learned(desk) == {}
    for _ in range(2):
        ticket = (await desk.write(type="complaint", channel="email"))["id"]
        await desk.ok("PUT", f"/tickets/{ticket}/assignment", {"agent": desk.people[LEE]})
        await work_on(desk, ticket, seconds=60)
        desk.clock.pass_by(minutes=30)  # nobody is at it
        await work_on(desk, ticket, seconds=40)
        await desk.ok("PUT", f"/tickets/{ticket}/solution", {"outcome": "好了"}, as_=LEE)
        await desk.settle()
    everything = (100 + 5 * 600) / 6
    complaints = (100 + 5 * everything) / 6
    assert await learned(desk) == {
        ("Lee", ""): (2, 100),
        ("Lee", "complaint"): (2, 100),
        ("all", ""): (7, round(everything + (100 - everything) / 7, 2)),
        ("all", "complaint"): (7, round(complaints + (100 - complaints) / 7, 2)),
    }


async def test_a_ticket_that_nobody_opened_teaches_nothing(desk: Desk) -> None:
    ticket = (await desk.write(channel="email"))["id"]
    await desk.ok("PUT", f"/tickets/{ticket}/assignment", {"agent": desk.people[LEE]})
    await desk.ok("PUT", f"/tickets/{ticket}/solution", {"outcome": "好了"}, as_=LEE)
    await desk.settle()
    assert await learned(desk) == {}
