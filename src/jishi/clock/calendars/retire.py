"""Put away a calendar that nobody counts on."""

from jishi.clock.calendars import store
from jishi.clock.calendars.errors import CalendarInUse, IsTheDefault
from jishi.clock.calendars.run_out import forget
from jishi.clock.calendars.users import users_of
from jishi.clock.errors import NoSuchCalendar
from jishi.clock.facts import CalendarRetired
from jishi.identity import settings
from jishi.storage.transaction import Transaction

NAMED = 5


async def retire_calendar(tx: Transaction, calendar_id: int) -> None:
    """It is offered no more; what was judged by it keeps it. Raises IsTheDefault or CalendarInUse."""
    row = await store.hold(tx, calendar_id)
    if row is None:
        raise NoSuchCalendar
    if row["is_default"]:
        raise IsTheDefault
    names = (await users_of(tx, calendar_id)).names
    if names:
        raise CalendarInUse(names=", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""))
    await store.retire(tx, calendar_id)
    forget(tx, calendar_id)
    settings.renew(tx)
    await tx.record(CalendarRetired(at=tx.now, by=tx.by, calendar_id=calendar_id, name=row["name"]))
