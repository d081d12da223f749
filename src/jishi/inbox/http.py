"""Lists, counts, the ticket's page, its messages and its history."""

from typing import Annotated, Any

from litestar import get
from litestar.params import Parameter, QueryParameter

from jishi.identity.errors import NoSuchPerson, NoSuchTeam
from jishi.identity.find import as_id, find_customer, find_person, find_team
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.inbox import show, store
from jishi.inbox.shapes import Counts, FactPage, MessagePage, Page, TicketPage
from jishi.inbox.views import VIEWS, View
from jishi.kernel import cursors
from jishi.kernel.bigrams import search_query
from jishi.kernel.errors import Forbidden, Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets.find import find
from jishi.tickets.model import Level, State
from jishi.tickets.scope import check_scope, for_guest, is_guest, scope_of

Limit = Annotated[int, Parameter(ge=1, le=200)]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Word = Annotated[str | None, Parameter(max_length=200)]
READ = [requires(Permission.TICKETS_READ)]


@get("/tickets", guards=READ)
async def list_tickets(
    tx: Transaction,
    caller: Caller,
    view: View = "all",
    in_state: Annotated[State | None, QueryParameter(name="state")] = None,
    owner: Word = None,
    team: Word = None,
    level: Level | None = None,
    channel: Word = None,
    tag: Word = None,
    q: Word = None,
    limit: Limit = 50,
    after: Word = None,
) -> Page:
    """Tickets of a view, in its order; with `q`, those that hold the words, newest first. What was thrown away is in
    the view `junk` and nowhere else.
    """
    if (view == "junk" or in_state is State.DISCARDED) and Permission.TICKETS_WORK not in caller.permissions:
        raise Forbidden
    if in_state is State.DISCARDED:
        view = "junk"
    asked = store.Asked(tx, caller.person_id, scope_of(caller))
    asked.only("state", in_state)
    for column, found in (await _named(tx, caller, owner, team)).items():
        asked.only(column, found)
    asked.only("level", level)
    asked.only("channel", channel)
    asked.having_tag(tag)
    place = cursors.decode(after) if after else None
    listing = VIEWS[view]
    query = search_query(q) if q else None
    if q and query is None:
        return Page(items=[])  # no word in it that anything could hold
    if query is not None:
        rows = await store.found(tx, asked, listing, query=query, after=place, limit=limit + 1)
        by = "created_at"
    else:
        rows = await store.rows(tx, asked, listing, after=place, limit=limit + 1)
        by = listing.by
    more, rows = len(rows) > limit, rows[:limit]
    snippets = await store.snippets(tx, [row["id"] for row in rows])
    return Page(
        items=[show.show_row(row, snippets.get(row["id"])) for row in rows],
        next=cursors.encode(rows[-1][by], rows[-1]["id"]) if more else None,
    )


async def _named(tx: Transaction, caller: Caller, owner: str | None, team: str | None) -> dict[str, int]:
    """Whom and which team a list is narrowed to. Ids are not looked up: tickets of a dissolved team are still found.
    Raises Invalid with every name that is unknown.
    """
    found, unknown = {}, []
    try:
        if owner:
            me = caller.person_id if owner == "me" else as_id(owner)
            found["owner_id"] = me or (await find_person(tx, owner, gone=True)).id
    except NoSuchPerson:
        unknown.append(("owner", NoSuchPerson.__doc__ or ""))
    try:
        if team:
            found["team_id"] = as_id(team) or (await find_team(tx, team)).id
    except NoSuchTeam:
        unknown.append(("team", NoSuchTeam.__doc__ or ""))
    if unknown:
        raise Invalid(errors=unknown)
    return found


@get("/tickets/counts", guards=READ)
async def count_tickets(tx: Transaction, caller: Caller) -> Counts:
    """How many tickets each view holds, 1,000 at the most."""
    return Counts(**await store.counts(tx, caller.person_id, scope_of(caller)))


@get("/tickets/{ticket_id:int}", guards=READ)
async def get_ticket(tx: Transaction, caller: Caller, ticket_id: Id) -> TicketPage:
    """A ticket with its clocks and the reason for its owner."""
    await check_scope(tx, caller, ticket_id)
    return await show.show(tx, ticket_id, caller)


@get("/tickets/{ticket_id:int}/messages", guards=READ)
async def list_messages(
    tx: Transaction, caller: Caller, ticket_id: Id, limit: Limit = 100, after: Word = None
) -> MessagePage:
    """The conversation, oldest first. One that was merged shows what had been said on it; the rest is on the other."""
    await check_scope(tx, caller, ticket_id)
    ticket = await find(tx, ticket_id)
    merged = ticket.merged_into is not None
    place = cursors.decode(after) if after else None
    rows = await store.messages(tx, ticket_id, after=place, limit=limit + 1, merged=merged)
    more, rows = len(rows) > limit, rows[:limit]
    return MessagePage(
        items=[show.show_message_row(tx.workspace_id, row) for row in rows],
        next=cursors.encode(rows[-1]["received_at"], rows[-1]["id"]) if more else None,
    )


@get("/tickets/{ticket_id:int}/facts", guards=READ)
async def list_facts(
    tx: Transaction, caller: Caller, ticket_id: Id, limit: Limit = 100, after: Word = None
) -> FactPage:
    """What happened to the ticket, in order."""
    await check_scope(tx, caller, ticket_id)
    await find(tx, ticket_id)
    place = cursors.decode(after)[1] if after else 0
    page = await _fact_page(tx, await store.facts(tx, ticket_id, after=place, limit=limit + 1), limit)
    if is_guest(caller):
        page.items = [for_guest(each["kind"], each) for each in page.items]
    return page


@get("/customers/{customer_id:int}/tickets", guards=READ)
async def list_customer_tickets(
    tx: Transaction, caller: Caller, customer_id: Id, limit: Limit = 20, after: Word = None
) -> Page:
    """A customer's tickets, newest first."""
    await find_customer(tx, customer_id)
    asked = store.Asked(tx, caller.person_id, scope_of(caller))
    asked.only("customer_id", customer_id)
    place = cursors.decode(after) if after else None
    rows = await store.rows(tx, asked, VIEWS["all"], after=place, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    return Page(
        items=[show.show_row(row, None) for row in rows],
        next=cursors.encode(rows[-1]["created_at"], rows[-1]["id"]) if more else None,
    )


async def _fact_page(tx: Transaction, rows: list[Any], limit: int) -> FactPage:
    more, rows = len(rows) > limit, rows[:limit]
    items = await show.show_facts(tx, rows)
    return FactPage(items=items, next=cursors.encode(None, rows[-1]["id"]) if more else None)


routes = [
    list_tickets,
    count_tickets,
    get_ticket,
    list_messages,
    list_facts,
    list_customer_tickets,
]
