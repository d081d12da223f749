"""Who works here, in which teams and when: the demo desk before its first customer."""

from typing import Any

from jishi.clock.furnish import office_hours
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.save_calendar import add_calendar, change_calendar
from jishi.identity.add_person import add_person
from jishi.identity.change_settings import change_settings
from jishi.identity.create_workspace import create_workspace
from jishi.identity.find import find_person
from jishi.identity.join_team import join_team
from jishi.identity.make_team import make_team
from jishi.identity.model import TYPES, Choice, Role
from jishi.storage.database import Database
from jishi.storage.transaction import Transaction
from jishi.web.demo_password import LOG_INS
from jishi.web.stage import store
from jishi.web.stage.read import cast
from jishi.web.stage.roster import draw_rosters, teach_all
from jishi.web.stage.routing import lay_rules
from jishi.workforce.admit import hold
from jishi.workforce.attend import set_presence
from jishi.workforce.model import Source, Status
from jishi.workforce.roster.follow_shift import follow_rostering
from jishi.workforce.roster.state_rostered import state_rostered
from jishi.workforce.rules import takes_tickets
from jishi.workforce.set_capacity import set_capacity

SIGN_IN = frozenset(email for email, _ in LOG_INS)
CAPACITY = 36  # three calls, nine chats or many mails: whoever tries the desk shall find somebody free
CLOSE_AFTER = 24 * 3600  # seconds: the play's customers who say nothing are content by tomorrow
AT_WORK = {"agent", "supervisor"}


def colleagues() -> frozenset[str]:
    """E-mails of those who only work here: nobody signs in as them."""
    return frozenset(person["email"] for person in cast()["person"]) - SIGN_IN


async def furnish(database: Database, password: str) -> int:
    """The workspace with its people; its id."""
    play = cast()
    admin = next(person for person in play["person"] if person["role"] == "administrator")
    workspace, _ = await create_workspace(
        database,
        **play["workspace"],
        admin_name=admin["name"],
        admin_email=admin["email"],
        admin_password=password,
        demo=True,
    )
    async with database.job(workspace.id) as tx:
        await _open_hours(tx, play)
        extra = tuple(Choice(**choice) for choice in play["type"])
        await change_settings(tx, types=(*TYPES, *extra), close_after_seconds=CLOSE_AFTER)
        people = {admin["email"]: (await find_person(tx, admin["email"])).id}
        for person in play["person"]:
            if person is not admin:
                people[person["email"]] = await _take_in(tx, person, password)
        await _make_teams(tx, play, people)
        await _come_to_work(tx, play, people)
        skills = await teach_all(tx, people)
        await draw_rosters(tx, people)
        await follow_rostering(tx, people.values())
        await lay_rules(tx, skills)
    return workspace.id


async def open_the_doors(database: Database, workspace_id: int) -> None:
    """The first visitor comes: who signs in is at work whenever they do, not only during the shifts they had."""
    async with database.job(workspace_id) as tx:
        people = await store.people(tx)
        on_stage = [people[person["email"]] for person in cast()["person"] if "shifts" in person]
        await state_rostered(tx, [people[email] for email in SIGN_IN if people[email] in on_stage], False)


async def _open_hours(tx: Transaction, play: dict[str, Any]) -> None:
    """Three shifts around the clock, so that the desk is open whenever somebody tries it."""
    zone, shifts = play["workspace"]["zone"], play["calendar"]["shifts"]
    hours = parse_calendar({"tz": zone, "weekly": {str(day): shifts for day in range(7)}})
    await change_calendar(tx, await store.default_calendar(tx), name=play["calendar"]["name"], hours=hours)
    await add_calendar(tx, name=play["office"]["name"], hours=office_hours(zone, since=tx.now.year))


async def _take_in(tx: Transaction, person: dict[str, Any], password: str) -> int:
    email = person["email"]
    added = await add_person(
        tx,
        name=person["name"],
        email=email,
        role=Role(person.get("role", "agent")),
        password=password if email in SIGN_IN else None,
        language=person.get("language"),
    )
    return added.id


async def _make_teams(tx: Transaction, play: dict[str, Any], people: dict[str, int]) -> None:
    for told in play["team"]:
        lead = people[told["lead"]] if "lead" in told else None
        team = await make_team(
            tx, name=told["name"], types=tuple(told["types"]), lead_id=lead, is_default=told.get("default", False)
        )
        for person in play["person"]:
            if told["name"] in person.get("teams", ()):
                await join_team(tx, team_id=team.id, person_id=people[person["email"]])


async def _come_to_work(tx: Transaction, play: dict[str, Any], people: dict[str, int]) -> None:
    """Presence of the demo's kind follows shifts without a console: it does not lapse while they last."""
    for person in play["person"]:
        role = person.get("role", "agent")
        if role in AT_WORK and takes_tickets(role):
            agent = await hold(tx, people[person["email"]])
            await set_presence(tx, agent, Status.ONLINE, source=Source.DEMO, by=tx.by)
            await set_capacity(tx, agent, person.get("capacity", CAPACITY), by=tx.by)
