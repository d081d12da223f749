import asyncio

import pytest

from jishi.identity import settings
from jishi.identity.add_person import add_person
from jishi.identity.change_person import change_person
from jishi.identity.errors import (
    DefaultTeamStays,
    EmailTaken,
    LastAdministrator,
    NoSuchPerson,
    NoSuchTeam,
    NotActive,
    TeamNameTaken,
)
from jishi.identity.find import find_person, find_team
from jishi.identity.join_team import join_team, leave_team
from jishi.identity.make_team import change_team, dissolve_team, make_team
from jishi.identity.model import Role, Team
from jishi.kernel.errors import Invalid
from tests.identity.conftest import Desk


async def make(desk: Desk, name: str, **given: object) -> Team:
    async with desk.database.job(desk.id, by="person:1") as tx:
        return await make_team(tx, name=name, **given)  # type: ignore[arg-type]


async def test_a_colleague_is_taken_in_and_found_by_id_and_by_email(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        li = await add_person(
            tx, name=" Li \t Na ", email=f" Li-{desk.id}@Example.test", role=Role.SUPERVISOR, password=None
        )
    async with desk.database.job(desk.id) as tx:
        for who in (li.id, str(li.id), li.email, li.email.upper()):
            assert await find_person(tx, who) == li
    assert (li.name, li.role) == ("Li Na", Role.SUPERVISOR)
    assert [fact["person_id"] for fact in await desk.facts("PersonAdded")] == [desk.wang.id, li.id]


@pytest.mark.parametrize(
    "who", [0, -1, 2**63, 10**30, "", "0", "99999999999999999999", "li", "nobody@example.test", "１"]
)
async def test_nobody_is_found_by_what_is_nobodys(desk: Desk, who: int | str) -> None:
    async with desk.database.job(desk.id) as tx:
        with pytest.raises(NoSuchPerson):
            await find_person(tx, who)
        with pytest.raises(NoSuchTeam):
            await find_team(tx, who)


async def test_an_email_is_one_colleagues(desk: Desk) -> None:
    li = await desk.take_in("Li")
    with pytest.raises(EmailTaken):
        async with desk.database.job(desk.id) as tx:
            await add_person(tx, name="Other", email=li.email.upper(), role=Role.AGENT, password=None)
    with pytest.raises(EmailTaken):
        async with desk.database.job(desk.id) as tx:
            await change_person(tx, li.id, email=desk.wang.email)


async def test_everything_wrong_with_a_new_colleague_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as wrong:
        async with desk.database.job(desk.id) as tx:
            await add_person(tx, name=" \n ", email="x", role=Role.AGENT, password="123", zone="Mars", language="tlh")
    assert [path for path, _ in wrong.value.errors] == ["name", "email", "zone", "language", "password"]


async def test_a_change_is_recorded_with_what_was_and_what_is(desk: Desk) -> None:
    li = await desk.take_in("Li")
    async with desk.database.job(desk.id, by=f"person:{desk.wang.id}") as tx:
        await change_person(tx, li.id, name="Li Na", role="manager", language="en")
    [fact] = await desk.facts("PersonChanged")
    assert fact["by"] == f"person:{desk.wang.id}"
    assert fact["changes"] == {"name": ["Li", "Li Na"], "role": ["agent", "manager"], "language": [None, "en"]}


async def test_a_change_that_changes_nothing_records_nothing(desk: Desk) -> None:
    li = await desk.take_in("Li")
    async with desk.database.job(desk.id) as tx:
        assert await change_person(tx, li.id, name=" Li ", role="agent", active=True) == li
    assert await desk.facts("PersonChanged", "PersonReactivated") == []


async def test_the_last_administrator_can_neither_leave_nor_step_down(desk: Desk) -> None:
    for change in ({"active": False}, {"role": "manager"}):
        with pytest.raises(LastAdministrator):
            async with desk.database.job(desk.id) as tx:
                await change_person(tx, desk.wang.id, **change)
    li = await desk.take_in("Li", Role.ADMINISTRATOR)
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, desk.wang.id, role="manager")
    with pytest.raises(LastAdministrator):
        async with desk.database.job(desk.id) as tx:
            await change_person(tx, li.id, active=False)


async def test_of_two_administrators_who_go_at_the_same_time_one_stays(desk: Desk) -> None:
    for _ in range(5):
        li = await desk.take_in("Li", Role.ADMINISTRATOR)

        async def demote(person_id: int) -> None:
            async with desk.database.job(desk.id) as tx:
                await change_person(tx, person_id, role="agent")

        answers = await asyncio.gather(demote(li.id), demote(desk.wang.id), return_exceptions=True)
        assert sorted(type(answer).__name__ for answer in answers) == ["LastAdministrator", "NoneType"]
        async with desk.database.job(desk.id) as tx:
            await change_person(tx, desk.wang.id, role="administrator")
            await change_person(tx, li.id, role="agent")


async def test_whoever_left_leads_no_team_and_is_found_only_on_request(desk: Desk) -> None:
    li = await desk.take_in("Li")
    team = await make(desk, "Returns", lead_id=li.id)
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=False)
    async with desk.database.job(desk.id) as tx:
        assert (await find_team(tx, team.id)).lead_id is None
        with pytest.raises(NoSuchPerson):
            await find_person(tx, li.email)
        assert not (await find_person(tx, li.email, gone=True)).active
    assert [fact["kind"] for fact in await desk.facts("PersonDeactivated", "PersonChanged")] == ["PersonDeactivated"]


async def test_the_first_team_is_the_default_and_there_is_always_one(desk: Desk) -> None:
    first = await make(desk, "Everything")
    second = await make(desk, "Complaints", types=("complaint", "complaint"))
    assert (first.is_default, second.is_default, second.types) == (True, False, ("complaint",))
    with pytest.raises(DefaultTeamStays):
        async with desk.database.job(desk.id) as tx:
            await change_team(tx, first.id, is_default=False)
    async with desk.database.job(desk.id) as tx:
        await change_team(tx, second.id, is_default=True)
        assert not (await find_team(tx, first.id)).is_default
        assert (await find_team(tx, "Complaints")).is_default


async def test_everything_wrong_with_a_team_is_said_at_once(desk: Desk) -> None:
    li = await desk.take_in("Li")
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=False)
    with pytest.raises(Invalid) as wrong:
        await make(desk, " ", types=("complaint", "billing"), lead_id=li.id)
    assert [path for path, _ in wrong.value.errors] == ["name", "types.1", "lead_id"]


async def test_a_team_name_is_given_once_and_free_again_after(desk: Desk) -> None:
    await make(desk, "Everything")
    old = await make(desk, "Returns")
    with pytest.raises(TeamNameTaken):
        await make(desk, " Returns ")
    async with desk.database.job(desk.id) as tx:
        await dissolve_team(tx, old.id)
    assert (await make(desk, "Returns")).id != old.id


async def test_a_dissolved_team_takes_nothing_and_nobody_is_in_it(desk: Desk) -> None:
    first = await make(desk, "Everything")
    team = await make(desk, "Returns", types=("after_sale",))
    li = await desk.take_in("Li")
    async with desk.database.job(desk.id) as tx:
        await join_team(tx, team.id, li.id)
    async with desk.database.job(desk.id) as tx:
        await dissolve_team(tx, team.id)
    with pytest.raises(NoSuchTeam):
        async with desk.database.job(desk.id) as tx:
            await join_team(tx, team.id, li.id)
    with pytest.raises(DefaultTeamStays):
        async with desk.database.job(desk.id) as tx:
            await dissolve_team(tx, first.id)
    async with desk.database.job(desk.id) as tx:
        kept = await tx.fetch_one("SELECT name, types FROM teams WHERE workspace_id = $1 AND id = $2", desk.id, team.id)
        members = await tx.fetch_value("SELECT count(*) FROM team_members WHERE workspace_id = $1", desk.id)
    assert kept is not None
    assert (kept["name"], kept["types"], members) == ("Returns", [], 0)


async def test_joining_and_leaving_are_recorded_once(desk: Desk) -> None:
    team = await make(desk, "Returns")
    li = await desk.take_in("Li")
    for verb in (join_team, join_team, leave_team, leave_team):
        async with desk.database.job(desk.id) as tx:
            await verb(tx, team.id, li.id)
    facts = await desk.facts("MemberJoinedTeam", "MemberLeftTeam")
    assert [(fact["kind"], fact["person_id"]) for fact in facts] == [
        ("MemberJoinedTeam", li.id), ("MemberLeftTeam", li.id),
    ]  # fmt: skip


async def test_whoever_left_joins_no_team(desk: Desk) -> None:
    team = await make(desk, "Returns")
    li = await desk.take_in("Li")
    async with desk.database.job(desk.id) as tx:
        await change_person(tx, li.id, active=False)
    with pytest.raises(NotActive):
        async with desk.database.job(desk.id) as tx:
            await join_team(tx, team.id, li.id)


async def test_a_change_of_teams_is_seen_by_whoever_remembers_the_settings(desk: Desk) -> None:
    async with desk.database.job(desk.id) as tx:
        before = (await settings.workspace(tx)).settings_version
    await make(desk, "Returns")
    async with desk.database.job(desk.id) as tx:
        assert (await settings.workspace(tx)).settings_version > before
