"""What those see of a decision who are not of the desk: a collaborator, and the customer."""

import re
from typing import Any

from jishi.channels.private_link import private_token
from jishi.identity.add_person import add_person
from jishi.identity.issue_token import issue_token
from jishi.identity.join_team import join_team
from jishi.identity.model import Role
from tests.cast import ANNA, LEE, Desk

FIGURES = re.compile(r"\d/\d|在班到|on shift|@example\.com")


async def a_decision(desk: Desk) -> dict[str, Any]:
    """Of two who were considered, in a team that Wei of another department is in too."""
    async with desk.database.job(desk.workspace_id) as tx:
        wei = await add_person(tx, name="Wei", email="wei@example.com", role=Role.COLLABORATOR, password=None)
        await join_team(tx, team_id=desk.team_id, person_id=wei.id)
        _, desk.tokens["wei"] = await issue_token(tx, person_id=wei.id, name="story")
    await desk.come_online(LEE, ANNA)
    ticket: dict[str, Any] = await desk.write()
    await desk.settle()
    return ticket


async def test_a_collaborator_learns_who_has_a_ticket_and_not_how_busy_colleagues_are(desk: Desk) -> None:
    ticket = await a_decision(desk)
    path = f"/tickets/{ticket['id']}/assignments"
    [shown] = (await desk.ok("GET", path, as_="wei"))["items"]
    [whole] = (await desk.ok("GET", path, as_=LEE))["items"]
    assert shown["agent"]["name"] == whole["agent"]["name"]
    assert (shown["agent"]["email"], shown["considered"], shown["scene"]) == (None, [], None)
    assert len(whole["considered"]) >= 2
    assert FIGURES.search(whole["reason"])
    assert shown["reason"].startswith("给〈")
    assert not FIGURES.search(shown["reason"])
    assert (await desk.ask("GET", f"{path}/{shown['id']}/replay", as_="wei")).status_code == 403
    assert (await desk.ok("GET", f"{path}/{shown['id']}/replay", as_=LEE))["same"]


async def test_a_collaborator_finds_no_figures_on_the_ticket_nor_in_its_history(desk: Desk) -> None:
    ticket = await a_decision(desk)
    page = await desk.ok("GET", f"/tickets/{ticket['id']}", as_="wei")
    assert page["reason"]
    assert not FIGURES.search(page["reason"])
    assert FIGURES.search((await desk.ok("GET", f"/tickets/{ticket['id']}", as_=LEE))["reason"])
    told = {who: await given(desk, ticket["id"], who) for who in ("wei", LEE)}
    assert told["wei"] == [None]
    assert all(FIGURES.search(reason) for reason in told[LEE])


async def given(desk: Desk, ticket_id: int, who: str) -> list[Any]:
    facts = (await desk.ok("GET", f"/tickets/{ticket_id}/facts", as_=who))["items"]
    return [fact["reason"] for fact in facts if fact["kind"] == "TicketAssigned"]


async def test_a_collaborator_cannot_ask_whom_a_request_would_go_to(desk: Desk) -> None:
    await a_decision(desk)
    asked = {"body": "怎么退款?", "channel": "form"}
    assert (await desk.ask("POST", "/dispatch/dry-run", asked, as_="wei")).status_code == 403
    assert (await desk.ask("GET", "/queue", as_="wei")).status_code == 403


async def test_a_customers_page_names_no_colleague(desk: Desk) -> None:
    ticket = await a_decision(desk)
    owner = (await desk.ok("GET", f"/tickets/{ticket['id']}"))["owner"]["name"]
    page = await customers_page(desk, ticket["id"])
    assert ticket["number"] in page
    assert "@example.com" not in page
    assert owner not in page
    assert not re.search(r"\b0/\d+\b", page)


async def customers_page(desk: Desk, ticket_id: int) -> str:
    async with desk.database.job(desk.workspace_id) as tx:
        token = await private_token(tx, ticket_id)
    said = await desk.http.get(f"/p/{token}")
    assert said.status_code == 200
    return said.text
