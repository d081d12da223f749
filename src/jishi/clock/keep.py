"""Keep a ticket's timers in step with what happens to it, in the transaction in which it happens."""

from datetime import datetime

from jishi.clock import rules
from jishi.clock.clocks import clocks_of, hours_among, settle
from jishi.clock.model import Kind, Target, Timer
from jishi.clock.promise import start_kind, traits_of
from jishi.clock.rematch import Change, answered_once, needs_history, rematch
from jishi.clock.respond import ANSWERS, WORDS, respond
from jishi.clock.retell import replanned, started
from jishi.clock.standards import Standards, standards
from jishi.clock.store import history
from jishi.clock.working_time import CompiledCalendar
from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets.count_note import count_note
from jishi.tickets.facts import (
    FieldsChanged,
    LevelChanged,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SelfServed,
    TagAdded,
    TagRemoved,
    TicketAbsorbed,
    TicketAssigned,
    TicketFact,
    TicketMovedToTeam,
    TicketReopened,
    TicketRestored,
    TicketReturned,
    TypeChanged,
)
from jishi.tickets.find import as_it_stands
from jishi.tickets.model import LIVE, Author, Ticket

WHY: dict[type[Fact], str] = {
    LevelChanged: "reprioritised",
    TypeChanged: "retyped",
    TicketMovedToTeam: "moved",
    TicketAssigned: "moved",
    TagAdded: "tagged",
    TagRemoved: "tagged",
    FieldsChanged: "fields_changed",
    TicketReopened: "reopened",
    TicketRestored: "restored",
    TicketAbsorbed: "merged",
    SelfServed: "owner_changed",
}


async def follow(tx: Transaction, fact: TicketFact) -> None:
    """AT_ONCE: its clocks stop, stand still or go on."""
    timers = await clocks_of(tx, fact.ticket_id)
    if timers:
        after, happened = respond(fact, timers, await hours_among(tx, timers))
        await settle(tx, fact, list(zip(timers, after, strict=True)), happened=happened)


async def await_reply(tx: Transaction, fact: MessageReceived) -> None:
    """AT_ONCE: the customer waits, from their first unanswered message. Before the first answer only the clock of that
    runs, and a machine waits for nothing."""
    if fact.opened or fact.automatic:
        return
    timers = await clocks_of(tx, fact.ticket_id)
    asked = [timer for timer in timers if timer.kind in ANSWERS and not rules.is_over(timer)]
    if asked:
        if any(fact.at < timer.started_at for timer in asked):
            await follow(tx, fact)
        return
    ticket = await as_it_stands(tx, fact.ticket_id)
    if answered_once(ticket, timers) and not ticket.self_served:
        await start_kind(tx, ticket, Kind.NEXT_RESPONSE, fact.at)


async def end_wait(tx: Transaction, fact: ReplySent) -> None:
    """AT_ONCE: a human has answered, and owes word of progress from now on. Bots and the system are no humans."""
    await follow(tx, fact)
    if fact.author_kind == Author.AGENT:
        ticket = await as_it_stands(tx, fact.ticket_id)
        if not ticket.self_served:
            await start_kind(tx, ticket, Kind.UPDATE, fact.at)


async def heed_note(tx: Transaction, fact: NoteAdded) -> None:
    """AT_ONCE: where their policy says that a note answers who can read it, the customer waits no more, and word of
    progress is owed from now on."""
    await follow(tx, fact)
    if not fact.public or fact.author_kind != Author.AGENT:
        return
    ticket = await as_it_stands(tx, fact.ticket_id)
    if await _is_answer(tx, ticket, fact):
        await count_note(tx, ticket, fact)
        if not ticket.self_served:
            await start_kind(tx, ticket, Kind.UPDATE, fact.at)


async def _is_answer(tx: Transaction, ticket: Ticket, fact: NoteAdded) -> bool:
    """The clocks of its ticket say so; where no answer is due, the policy by which one would be."""
    timers = [timer for timer in await clocks_of(tx, ticket.id) if timer.kind in WORDS]
    if any(timer.note_answers and timer.met_at == fact.at for timer in timers):
        return True
    if ticket.imported or any(timer.kind in ANSWERS and not rules.is_over(timer) for timer in timers):
        return False
    found = await standards(tx)
    matched = found.match(traits_of(ticket, found))
    return matched is not None and matched.policy.note_answers


async def count_dispatch(tx: Transaction, fact: TicketAssigned) -> None:
    """AT_ONCE: somebody owns it, perhaps in another team."""
    await follow(tx, fact)
    if (await standards(tx)).depends_on("team"):
        await recompute(tx, fact)


async def await_owner(tx: Transaction, fact: TicketReturned) -> None:
    """AT_ONCE: nobody owns it again, so somebody has to within the time promised for that."""
    await follow(tx, fact)
    await start_kind(tx, await as_it_stands(tx, fact.ticket_id), Kind.DISPATCH, fact.at)


async def take_up(tx: Transaction, fact: TicketReopened | TicketRestored | TicketAbsorbed | SelfServed) -> None:
    """AT_ONCE: work on it goes on, by the standards that hold now."""
    await follow(tx, fact)
    if isinstance(fact, TicketReopened) and fact.owner_id is None:
        await start_kind(tx, await as_it_stands(tx, fact.ticket_id), Kind.DISPATCH, fact.at)
    await recompute(tx, fact)


async def recompute(tx: Transaction, fact: TicketFact) -> None:
    """AT_ONCE: something that policies ask about changed, so other promises may hold. Time used stays used."""
    ticket = await as_it_stands(tx, fact.ticket_id)
    if ticket.imported or ticket.state not in LIVE:
        return
    timers = await clocks_of(tx, fact.ticket_id)
    found = await standards(tx)
    if isinstance(fact, FieldsChanged) and not any(found.depends_on(trait) for trait in _traits_in(fact)):
        return
    pairs, new, happened = await _rematch(tx, ticket, timers, found, at=fact.at, why=WHY[type(fact)])
    await settle(tx, fact, pairs, new=new, happened=happened)


def _traits_in(fact: FieldsChanged) -> list[str]:
    return [f"field.{name}" for name in fact.fields] + ["complexity"] * ("complexity" in fact.fields)


async def _rematch(
    tx: Transaction, ticket: Ticket, timers: list[Timer], found: Standards, *, at: datetime, why: str
) -> tuple[list[tuple[Timer, Timer]], list[Timer], list[Fact]]:
    """All that other standards mean for one ticket: timers before and after, timers that start, and what to record.

    `timers` are all that the ticket has or had, oldest first. Stores nothing; reads only when a clock would have to
    start in the past.
    """
    matched = None if ticket.imported else found.match(traits_of(ticket, found))

    def hours_for(target: Target) -> tuple[int | None, CompiledCalendar]:
        assert matched is not None
        return found.hours_for(matched.policy, target, team_id=ticket.team_id, customer_id=ticket.customer_id)

    change = Change(
        ticket=ticket,
        matched=matched,
        at=at,
        why=why,
        hours_for=hours_for,
        hours=await hours_among(tx, timers),
        new_id=tx.new_id,
        history=await history(tx, ticket.id) if needs_history(ticket, matched, timers, at) else (),
    )
    done = rematch(change, timers)
    told = [*replanned(ticket.id, at, why, matched, done.changed), *started(ticket.id, at, matched, done.new, why=why)]
    return done.changed, done.new, [*told, *done.happened]
