"""Move a ticket's timers along with what happens to it."""

from collections.abc import Callable, Collection

from jishi.clock import rules, store
from jishi.clock.model import Kind, Timer, TimerState
from jishi.clock.promise import begin, show_nearest, started, traits_of
from jishi.clock.standards import hours_of, standards
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import (
    MessageReceived,
    ReplySent,
    TicketAssigned,
    TicketClosed,
    TicketFact,
    TicketHeld,
    TicketPended,
    TicketReopened,
    TicketResumed,
    TicketReturned,
    TicketSolved,
)
from jishi.tickets.find import find
from jishi.tickets.model import Author

Change = Callable[[Timer, CompiledCalendar], tuple[Timer, list[Fact]]]
ANSWERS = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE)


async def await_reply(tx: Transaction, fact: MessageReceived) -> None:
    """AT_ONCE: the customer waits again, from their first unanswered message. Before the first answer only the clock
    of that runs."""
    if fact.opened or not fact.waiting:
        return
    timers = await store.of_ticket(tx, fact.ticket_id)
    if any(timer.kind in ANSWERS and not over(timer) for timer in timers):
        return
    await start(tx, fact, [Kind.NEXT_RESPONSE], timers)


async def end_wait(tx: Transaction, fact: ReplySent) -> None:
    """AT_ONCE: a human has answered. Bots and the system have not, whatever they sent."""
    if fact.author_kind == Author.AGENT:
        await change(tx, fact, ANSWERS, lambda timer, hours: rules.meet(timer, fact.at, hours=hours))


async def count_dispatch(tx: Transaction, fact: TicketAssigned) -> None:
    """AT_ONCE: somebody owns it."""
    await change(tx, fact, [Kind.DISPATCH], lambda timer, hours: rules.meet(timer, fact.at, hours=hours))


async def await_owner(tx: Transaction, fact: TicketReturned) -> None:
    """AT_ONCE: nobody owns it again, so somebody has to within the time promised for that."""
    timers = await store.of_ticket(tx, fact.ticket_id)
    await start(tx, fact, [Kind.DISPATCH], timers)


async def follow_state(tx: Transaction, fact: TicketPended | TicketHeld | TicketResumed) -> None:
    """AT_ONCE: clocks that stand still in this state stop, the others go on."""
    waits: dict[type[Fact], str] = {TicketPended: "pending", TicketHeld: "on_hold"}
    state = fact.state if isinstance(fact, TicketResumed) else waits[type(fact)]
    await change(tx, fact, tuple(Kind), lambda timer, hours: rules.follow(timer, state, fact.at, hours=hours))


async def stop(tx: Transaction, fact: TicketSolved | TicketClosed) -> None:
    """AT_ONCE: solving keeps the promise to solve, and ends every other without calling it kept."""

    def settle(timer: Timer, hours: CompiledCalendar) -> tuple[Timer, list[Fact]]:
        if timer.kind is Kind.RESOLUTION and isinstance(fact, TicketSolved):
            return rules.meet(timer, fact.at, hours=hours)
        return rules.cancel(timer, fact.at)

    await change(tx, fact, tuple(Kind), settle)


async def restart(tx: Transaction, fact: TicketReopened) -> None:
    """AT_ONCE: the clock of the solution goes on from where it stood; the solved time does not count."""
    await change(tx, fact, [Kind.RESOLUTION], lambda timer, hours: (rules.restart(timer, fact.at, hours=hours), []))
    if fact.owner_id is None:
        await start(tx, fact, [Kind.DISPATCH], await store.of_ticket(tx, fact.ticket_id))


async def recompute(tx: Transaction, fact: TicketFact) -> None:
    """AT_ONCE: the level, type or team changed, so other promises may hold. Time used stays used."""
    found = await standards(tx)
    ticket = await find(tx, fact.ticket_id)
    if ticket.imported:
        return
    matched = found.match(traits_of(ticket))
    targets = {target.kind: target for target in matched.targets} if matched else {}

    def replan(timer: Timer, old_hours: CompiledCalendar) -> tuple[Timer, list[Fact]]:
        if matched is None or timer.kind not in targets:
            return rules.cancel(timer, fact.at)
        target = targets[timer.kind]
        calendar_id, hours = found.hours_for(matched.policy, target)
        return rules.replan(
            timer,
            target,
            at=fact.at,
            policy=matched.policy,
            hours=hours,
            calendar_id=calendar_id,
            old_hours=old_hours,
        )

    await change(tx, fact, tuple(Kind), replan)


async def change(tx: Transaction, fact: TicketFact, kinds: Collection[Kind], how: Change) -> None:
    """Apply `how` to the ticket's timers of these kinds that are not over; store and record what that changed."""
    timers = await store.of_ticket(tx, fact.ticket_id)
    changed: list[Timer] = []
    happened: list[Fact] = []
    after: list[Timer] = []
    for timer in timers:
        if timer.kind in kinds:
            hours = await hours_of(tx, timer.calendar_id, timer.calendar_version)
            moved, facts = how(timer, hours)
            happened += facts
            if moved != timer:
                changed.append(moved)
            timer = moved  # noqa: PLW2901
        after.append(timer)
    if changed:
        store.save_timers(tx, changed)
        show_nearest(tx, fact.ticket_id, after)
    await tx.record(*happened)


async def start(tx: Transaction, fact: TicketFact, kinds: Collection[Kind], timers: list[Timer]) -> None:
    """Start timers of these kinds now, besides those that there are; not a second one of a kind that still runs."""
    ticket = await find(tx, fact.ticket_id)
    wanted = [kind for kind in kinds if not any(timer.kind is kind and not over(timer) for timer in timers)]
    if not wanted or ticket.imported:
        return
    found = await standards(tx)
    matched = found.match(traits_of(ticket))
    if matched is None:
        return
    new = begin(tx, found, matched, fact.ticket_id, kinds=wanted, at=fact.at)
    if new:
        await tx.record(started(fact, matched, new))
        show_nearest(tx, fact.ticket_id, [*timers, *new])


def over(timer: Timer) -> bool:
    """Whether nothing more is to be done about it."""
    return (
        timer.met_at is not None
        or timer.cancelled_at is not None
        or timer.state in {TimerState.MET, TimerState.CANCELLED}
    )
