"""A ticket's timers within one transaction: read once, changed by whatever happens, stored together."""

from collections.abc import Iterable, Sequence

from jishi.clock import store
from jishi.clock.model import Timer, TimerState
from jishi.clock.respond import Hours
from jishi.clock.retell import Pairs, stopped
from jishi.clock.standards import hours_of
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import find
from jishi.tickets.facts import TicketFact


async def clocks_of(tx: Transaction, ticket_id: int) -> list[Timer]:
    """All that the ticket has or had, oldest first. The ticket must be held by the transaction, or be new in it.

    One round trip, once; it also brings the version of the workspace's standards.
    """
    kept: list[Timer] | None = tx.kept.get(("timers", ticket_id))
    if kept is None:
        version, kept = await store.clock_of(tx, ticket_id)
        if tx.settings_version is None:
            tx.settings_version = version
        tx.kept["timers", ticket_id] = kept
    return kept


async def clocks_of_many(tx: Transaction, ticket_ids: Iterable[int]) -> dict[int, list[Timer]]:
    """As `clocks_of`, in one round trip for all of them. Those that the transaction does not hold are only read: they
    are not kept for what happens next, since they may move on."""
    wanted = list(dict.fromkeys(ticket_ids))
    missing = [ticket_id for ticket_id in wanted if ("timers", ticket_id) not in tx.kept]
    found: dict[int, list[Timer]] = {ticket_id: [] for ticket_id in missing}
    for timer in await store.of_tickets(tx, missing):
        found[timer.ticket_id].append(timer)
    return {ticket_id: found[ticket_id] if ticket_id in found else tx.kept["timers", ticket_id] for ticket_id in wanted}


async def keep_clocks(tx: Transaction, ticket_ids: Iterable[int]) -> None:
    """Read the clocks of tickets that the transaction holds before they are asked for one by one."""
    for ticket_id, timers in (await clocks_of_many(tx, ticket_ids)).items():
        tx.kept["timers", ticket_id] = timers


async def hours_among(tx: Transaction, timers: Iterable[Timer]) -> Hours:
    """The calendars that these timers run on."""
    wanted = {(timer.calendar_id, timer.calendar_version) for timer in timers}
    found = {(calendar_id, version): await hours_of(tx, calendar_id, version) for calendar_id, version in wanted}
    return lambda calendar_id, version: found[calendar_id, version]


async def settle(
    tx: Transaction, fact: TicketFact, pairs: Pairs, *, new: Sequence[Timer] = (), happened: Sequence[Fact] = ()
) -> None:
    """Store what became of timers, and record it. `pairs` are of any of the ticket's, before and after."""
    moved = [(before, after) for before, after in pairs if after != before]
    if not moved and not new:
        return
    by_id = {after.id: after for _, after in moved}
    timers = [by_id.get(timer.id, timer) for timer in await clocks_of(tx, fact.ticket_id)]
    keep_timers(tx, fact.ticket_id, [*timers, *new])
    store.start_timers(tx, new)
    store.save_timers(tx, list(by_id.values()))
    await tx.record(*stopped(fact.ticket_id, fact.at, moved), *happened)


def keep_timers(tx: Transaction, ticket_id: int, timers: list[Timer]) -> None:
    """These are the ticket's timers from now on, for the rest of the transaction and in lists of tickets."""
    tx.kept["timers", ticket_id] = timers
    show_nearest(tx, ticket_id, timers)


def show_nearest(tx: Transaction, ticket_id: int, timers: Sequence[Timer]) -> None:
    """Keep on the ticket when its next promise is due: of those that run, or are late and still not kept."""
    open_ones = [
        timer
        for timer in timers
        if timer.state in {TimerState.RUNNING, TimerState.BROKEN}
        and timer.met_at is None
        and timer.cancelled_at is None
        and timer.paused_at is None
        and timer.due_at is not None
    ]
    nearest = min(open_ones, key=lambda timer: timer.due_at or timer.started_at, default=None)
    warned = nearest is not None and nearest.warned_at is not None
    due_at, soon_at = (nearest.due_at, nearest.soon_at) if nearest else (None, None)
    find.show_due(tx, ticket_id, due_at=due_at, warn_at=soon_at, warned=warned)
