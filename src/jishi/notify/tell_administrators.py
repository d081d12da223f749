"""Tell those who keep the desk's settings what will go wrong if they do nothing."""

from jishi.clock.facts import CalendarRunsOut
from jishi.identity.model import Role
from jishi.notify import store
from jishi.notify.model import Medium, Notice, NoticeKind
from jishi.notify.tell import give
from jishi.storage.transaction import Transaction

LAST_DAYS = 7


async def holidays_run_out(tx: Transaction, fact: CalendarRunsOut) -> None:
    """AFTERWARDS: a year begins of which nobody entered the holidays. Once ahead, and once more in the last week."""
    when = "last" if fact.days_left <= LAST_DAYS else "ahead"
    notices = [
        Notice(
            id=0,
            person_id=person,
            kind=NoticeKind.CALENDAR_RUNS_OUT,
            key=f"calendar:{fact.calendar_id}:from:{fact.unknown_from.isoformat()}:{when}",
            data={"calendar_id": fact.calendar_id, "calendar": fact.name, "from": fact.unknown_from.isoformat()},
            media=(Medium.SCREEN, Medium.EMAIL),
            at=tx.now,
        )
        for person in await store.with_roles(tx, [Role.ADMINISTRATOR, Role.MANAGER])
    ]
    await give(tx, notices)
