"""Where a ticket's time went, over HTTP."""

from typing import Annotated

from litestar import get
from litestar.params import Parameter

from jishi.clock import store as clock
from jishi.clock.account import rules, store
from jishi.clock.account.explain import explain
from jishi.clock.account.gather import gather
from jishi.clock.account.measure import measure
from jishi.clock.account.shapes import Breaches, Explanation, MeasuresView
from jishi.clock.account.show import names, names_in, show_breach, show_measures
from jishi.clock.errors import NoSuchTimer
from jishi.clock.instants import micros
from jishi.clock.standards import hours_of, standards
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.scope import check_scope

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
READ = [requires(Permission.TICKETS_READ)]


@get("/tickets/{ticket_id:int}/breaches", guards=READ)
async def list_breaches(tx: Transaction, caller: Caller, ticket_id: Id) -> Breaches:
    """Broken promises of a ticket, and where the time of each went."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    found = await store.breaches(tx, ticket_id)
    known = await names_in(tx, found)
    return Breaches(items=[show_breach(breach, known) for breach in found])


@get("/tickets/{ticket_id:int}/measures", guards=READ)
async def get_measures(tx: Transaction, caller: Caller, ticket_id: Id) -> MeasuresView:
    """How long a ticket took: in every state, with everybody, until it was answered and solved."""
    await check_scope(tx, caller, ticket_id)
    ticket = await find(tx, ticket_id)
    until = ticket.closed_at or tx.now
    life = await gather(tx, ticket, since=ticket.created_at, until=until)
    spells = rules.spells(life.line, life.attendance, micros(ticket.created_at), micros(until))
    calendar_id, version, note_answers = await _how(tx, ticket_id)
    hours = await hours_of(tx, calendar_id, version)
    found = measure(life.happenings, spells, hours, note_answers=note_answers)
    people = {*found.owners, *(wait.answered_by for wait in found.waits)}
    people |= {found.first_response.answered_by} if found.first_response else set()
    called = await clock.calendar_names(tx, [] if calendar_id is None else [calendar_id])
    return show_measures(
        found,
        await names(tx, people, found.teams),
        until=micros(until),
        calendar=None if calendar_id is None else called.get(calendar_id),
    )


@get("/timers/{timer_id:int}/explanation", guards=READ)
async def explain_timer(tx: Transaction, caller: Caller, timer_id: Id) -> Explanation:
    """Why a promise is due when it is, step by step."""
    ticket_id = await store.ticket_of(tx, timer_id)
    if ticket_id is None:
        raise NoSuchTimer
    await check_scope(tx, caller, ticket_id)
    return await explain(tx, ticket_id, timer_id)


async def _how(tx: Transaction, ticket_id: int) -> tuple[int | None, int | None, bool]:
    """The calendar that counts the ticket's working time, and whether a note that the customer sees answers: as the
    last of its promises has them, else as the workspace has."""
    timers = await clock.of_ticket(tx, ticket_id)
    last = next((timer for timer in reversed(timers) if timer.calendar_id is not None), None)
    notes = any(timer.note_answers for timer in timers)
    if last is not None:
        return last.calendar_id, last.calendar_version, notes
    found = await standards(tx)
    if found.default_calendar is None:
        return None, None, notes
    return found.default_calendar, found.calendars[found.default_calendar].calendar.version, notes


routes = [list_breaches, get_measures, explain_timer]
