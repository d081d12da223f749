"""A desk that promises one thing, with a ladder, and what its people were told."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.cast import Desk

MINUTE, HOUR = 60, 3600
SHANGHAI = ZoneInfo("Asia/Shanghai")


def rung(moment: str, *to: str, **rest: Any) -> dict[str, Any]:
    return {"moment": moment, "to": list(to), **rest}


def target(kind: str = "first_response", seconds: int = HOUR, **rest: Any) -> dict[str, Any]:
    """Around the clock, warned of at half time, unless told."""
    return {"kind": kind, "seconds": seconds, "hours": "calendar", "warn": [0.5], **rest}


async def promise(desk: Desk, *ladder: dict[str, Any], **rest: Any) -> Any:
    """The only policy from now on: for every ticket, a first answer within an hour."""
    for policy in (await desk.ok("GET", "/policies"))["items"]:
        if policy["active"]:
            await desk.ok("DELETE", f"/policies/{policy['id']}")
    given = {"name": "Gold", "always": True, "targets": [target()], "ladder": list(ladder), **rest}
    return await desk.ok("POST", "/policies", given)


async def lead(desk: Desk, name: str) -> None:
    await desk.ok("PATCH", f"/teams/{desk.team_id}", {"lead_id": desk.people[name]})


async def later(desk: Desk, **duration: float) -> None:
    """Time passes while the worker does what is due."""
    await desk.settle()
    desk.clock.pass_by(**duration)
    await desk.settle()


def next_day(desk: Desk, weekday: int, time: str) -> datetime:
    """The next such weekday (0 is Monday) at that time in Shanghai."""
    hour, minute = map(int, time.split(":"))
    local = desk.clock.now.astimezone(SHANGHAI)
    day = local + timedelta(days=(weekday - local.weekday() - 1) % 7 + 1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


async def notices(desk: Desk, name: str, ticket: Any = None) -> list[Any]:
    """What somebody was told, of a ticket or altogether, the oldest first."""
    items = (await desk.ok("GET", "/notices?limit=200", as_=name))["items"]
    return [item for item in reversed(items) if ticket is None or item["ticket_id"] == ticket["id"]]


async def told(desk: Desk, name: str, ticket: Any = None) -> list[str]:
    """The kinds of it, without the assignment."""
    return [each["kind"] for each in await notices(desk, name, ticket) if each["kind"] != "assigned"]
