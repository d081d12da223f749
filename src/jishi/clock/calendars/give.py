"""Give a team or a customer a calendar of their own, or the whole workspace another one."""

from typing import Literal

from jishi.clock.calendars import store
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.facts import CalendarGiven
from jishi.identity import settings
from jishi.identity.find import find_customer, find_team
from jishi.storage.transaction import Transaction

Subject = Literal["team", "customer"]


async def give_calendar(tx: Transaction, subject: Subject, subject_id: int, calendar_id: int | None) -> None:
    """Their clocks run on it from now on, unless a policy names another; None takes it away again."""
    whose = await (find_team(tx, subject_id) if subject == "team" else find_customer(tx, subject_id))
    row = None if calendar_id is None else await store.hold(tx, calendar_id)
    if calendar_id is not None and row is None:
        raise NoSuchCalendar
    if await store.given(tx, subject, subject_id) == calendar_id:
        return
    if calendar_id is None:
        await store.take_away(tx, subject, subject_id)
    else:
        await store.give(tx, subject, subject_id, calendar_id)
    name = "" if row is None else row["name"]
    await _say(tx, subject, subject_id, calendar_id, whose=whose.name, name=name)


async def make_default(tx: Transaction, calendar_id: int) -> None:
    """Clocks run on it wherever nobody names another."""
    row = await store.hold(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    if not row["is_default"]:
        await store.make_default(tx, calendar_id)
        await _say(tx, "workspace", tx.workspace_id, calendar_id, name=row["name"])


async def _say(
    tx: Transaction, subject: str, subject_id: int, calendar_id: int | None, *, whose: str = "", name: str = ""
) -> None:
    settings.renew(tx)
    await tx.record(
        CalendarGiven(
            at=tx.now,
            by=tx.by,
            subject=subject,
            subject_id=subject_id,
            calendar_id=calendar_id,
            whose=whose,
            name=name,
        )
    )
