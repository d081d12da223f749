"""What another calendar would do to the clocks that run, over HTTP."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.params import Parameter

from jishi.clock import store
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.parse_calendar import parse_calendar
from jishi.clock.replanning.http import PreviewView, show_preview
from jishi.clock.replanning.preview import preview, preview_calendar
from jishi.clock.standards import standards
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


class CalendarEffect(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Other hours for the `calendar`, or the calendar as it is as the workspace's `default`."""

    calendar: dict[str, Any] | None = None
    default: bool = False


@post("/calendars/{calendar_id:int}/preview", guards=[requires(Permission.SETTINGS_MANAGE)], status_code=200)
async def preview_calendar_effect(tx: Transaction, calendar_id: Id, data: CalendarEffect) -> PreviewView:
    """What saving a calendar so would do to the clocks that run. Changes nothing."""
    row = await store.calendar(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    if data.calendar is not None:
        hours = parse_calendar(data.calendar, path="calendar")
        return show_preview(await preview_calendar(tx, calendar_id, hours))
    present = await standards(tx)
    # Other calendars, though they are the same: only so does the preview look at every ticket.
    candidate = replace(present, default_calendar=calendar_id, calendars={**present.calendars})
    return show_preview(await preview(tx, present, candidate if data.default else present, why="calendar_changed"))


routes = [preview_calendar_effect]
