"""What the colleagues of the demo can do, and when they are on shift."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jishi.identity import settings
from jishi.storage.transaction import Transaction
from jishi.web.stage.read import cast
from jishi.workforce.admit import hold
from jishi.workforce.roster.repeat import repeat
from jishi.workforce.skills.name_skill import add_skill
from jishi.workforce.skills.teach import teach

EARLIER = timedelta(hours=2)  # the first shift begins so long before the hour at which somebody first comes
HALF_A_DAY = timedelta(hours=12)
EVERY_DAY = range(7)


async def teach_all(tx: Transaction, people: dict[str, int]) -> dict[str, int]:
    """Skills with their grades, and languages. `people` are ids by e-mail; the skills' own ids come back by key."""
    play = cast()
    ids = {key: (await add_skill(tx, name)).id for key, name in play["skills"].items()}
    for person in play["person"]:
        if "skills" in person:
            agent = await hold(tx, people[person["email"]])
            grades = [(ids[key], grade) for key, grade in person["skills"].items()]
            await teach(tx, agent, grades, person["languages"], by=tx.by)
    return ids


async def draw_rosters(tx: Transaction, people: dict[str, int]) -> None:
    """Two shifts share each day, so that at whatever hour the desk is started most are at work and some at any other.
    A day at the desk begins at the hour of day that it is now."""
    play = cast()
    zone = ZoneInfo((await settings.workspace(tx)).zone)
    begins = begin(tx.now, zone)
    for person in play["person"]:
        for key in person.get("shifts", ()):
            await _draw(tx, people[person["email"]], begins if key == "a" else begins + HALF_A_DAY, play["shifts"][key])


def begin(now: datetime, zone: ZoneInfo) -> datetime:
    """When the shift that covers `now` began."""
    return (now - EARLIER).astimezone(zone).replace(minute=0, second=0, microsecond=0)


async def _draw(tx: Transaction, person_id: int, begins: datetime, name: Any) -> None:
    opens, closes = _clock(begins), _clock(begins + HALF_A_DAY)
    first = (begins - HALF_A_DAY).date()  # so that the very first hours are covered too, whichever shift it is
    await repeat(
        tx, person_id=person_id, weekdays=EVERY_DAY, opens=opens, closes=closes, first_day=first, name=name
    )  # fmt: skip


def _clock(at: datetime) -> time:
    return at.timetz().replace(tzinfo=None)
