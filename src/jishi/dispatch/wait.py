"""A ticket that nobody can take waits where its team sees it, until something changes or its wait itself changes it."""

from datetime import datetime, timedelta

from jishi.dispatch.facts import TicketQueued
from jishi.dispatch.model import WHOLE_DESK, Asked, Scene, Why
from jishi.dispatch.queues.facts import TicketOverflowed
from jishi.dispatch.queues.rules import next_overflow
from jishi.dispatch.store import DECLINED_FOR
from jishi.dispatch.wishes import next_ease
from jishi.storage.transaction import Transaction

LOOK_AGAIN = "dispatch.look_again"
NEAR = timedelta(minutes=1)  # longer than the dispatcher ever takes over one look


async def wait(
    tx: Transaction, asked: Asked, scene: Scene, *, said: bool, lead_id: int | None, why: Why, reason: str
) -> None:
    """`said`: that it waits here, and why, is known already."""
    if (again := look_again_at(asked, scene)) is not None:
        set_second_look(tx, asked.ticket_id, again)
    if not said:
        await tx.record(
            TicketQueued(
                at=tx.now,
                by="dispatcher",
                ticket_id=asked.ticket_id,
                team_id=asked.team_id,
                lead_id=lead_id,
                why=why,
                reason=reason,
            )
        )


def set_second_look(tx: Transaction, ticket_id: int, at: datetime) -> None:
    """Somebody looks at the ticket then. Never by an alarm that may be ringing: to set that one would be to wait for
    who rings it, who waits for the dispatcher. So each instant has its own, and one so near that it may have come by
    now, since this look began, is known by when it was set."""
    known = at if at - tx.now > NEAR else tx.now
    tx.set_alarm(LOOK_AGAIN, at, ticket_id=ticket_id, key=known.isoformat())


async def overflow(tx: Transaction, before: Asked, after: Asked) -> None:
    """Others than before may take what waits, if they may."""
    if before.queued is None or before.queued_in != (after.team_id or WHOLE_DESK) or after.open_to <= before.open_to:
        return
    await tx.record(
        TicketOverflowed(
            at=tx.now,
            by="dispatcher",
            ticket_id=after.ticket_id,
            team_id=after.team_id,
            team_ids=tuple(sorted(after.open_to)),
            waited=round((tx.now - (after.since or tx.now)).total_seconds()),
        )
    )


def look_again_at(asked: Asked, scene: Scene) -> datetime | None:
    """When its wait will have changed something: a wish is let go, others may take it, who gave it back may again."""
    since = asked.since or scene.now
    waited = (scene.now - since).total_seconds()
    instants = [next_ease(asked, scene)]
    if (after := next_overflow(scene.queue(asked), waited=waited)) is not None:
        instants.append(since + timedelta(seconds=after))
    if asked.declined:
        instants.append(scene.now + DECLINED_FOR)
    return min((at for at in instants if at is not None), default=None)
