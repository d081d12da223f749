"""What a new workspace starts with: opening hours, and Table 1 as its policies."""

from dataclasses import replace

from jishi.clock import store
from jishi.clock.calendar import Calendar, Hours, Span
from jishi.clock.fill_holidays import with_holidays
from jishi.clock.save_calendar import add_calendar
from jishi.clock.table_1 import table_1
from jishi.identity.facts import WorkspaceCreated
from jishi.identity.settings import workspace
from jishi.storage.transaction import Transaction

HOUR = 3600
OFFICE: Hours = (Span(opens=9 * HOUR, closes=18 * HOUR),)
NAMES = {"zh-CN": "工作时间", "en": "Office hours"}
CHINA = {"Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC"}


async def furnish(tx: Transaction, fact: WorkspaceCreated) -> None:
    """AT_ONCE: weekdays from nine to six in the workspace's zone, and the response standard by level."""
    desk = await workspace(tx)
    hours = office_hours(desk.zone, since=fact.at.year, language=desk.language)
    name = NAMES.get(desk.language, NAMES["en"])
    await add_calendar(tx, name=name, hours=hours, is_default=True)
    for position, policy in enumerate(table_1(desk.language)):
        await store.add_policy(tx, replace(policy, id=tx.new_id()), position=position)


def office_hours(zone: str, *, since: int, language: str = "zh-CN") -> Calendar:
    """Monday to Friday, nine to six. In China with its public holidays and make-up working days, as far as the State
    Council has announced them; a year not yet announced is left open rather than guessed."""
    weekly = (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ())
    if zone not in CHINA:
        return Calendar(tz=zone, weekly=weekly)
    return with_holidays(Calendar(tz=zone, weekly=weekly), "CN", range(since - 1, since + 2), language=language)
