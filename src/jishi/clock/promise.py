"""Start what is promised when a ticket is opened, and again when something new is to be answered or done."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from jishi.clock import rules, store
from jishi.clock.clocks import clocks_of, hours_among, keep_timers, settle
from jishi.clock.model import Kind, Match, Target, Timer, Traits
from jishi.clock.respond import OUTLIVING
from jishi.clock.retell import started
from jishi.clock.standards import Standards, standards
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketFact, TicketOpened
from jishi.tickets.find import as_it_stands
from jishi.tickets.model import LIVE, State, Ticket

FROM_THE_START = (Kind.DISPATCH, Kind.FIRST_RESPONSE, Kind.RESOLUTION)
FROM_A_MACHINE = (Kind.DISPATCH, Kind.RESOLUTION)  # nobody waits for an answer to an automatic message


async def start_promises(tx: Transaction, fact: TicketOpened) -> None:
    """AT_ONCE: the clocks of a new ticket, from the instant the channel received it."""
    if fact.discarded:
        return
    found = await standards(tx)
    matched = found.match(traits_of_new(fact, found))
    timers: list[Timer] = []
    if matched is not None:
        kinds = FROM_A_MACHINE if fact.automatic else FROM_THE_START
        begin = _Begin(tx, found, matched, fact.ticket_id, team_id=fact.team_id, customer_id=fact.customer_id)
        wanted = [target for target in matched.targets if target.kind in kinds]
        timers = [begin(target, fact.at, paused=State.NEW in target.paused_in) for target in wanted]
        store.start_timers(tx, timers)
        await tx.record(*started(fact.ticket_id, fact.at, matched, timers))
    keep_timers(tx, fact.ticket_id, timers)


async def start_kind(
    tx: Transaction, ticket: Ticket, kind: Kind, at: datetime, *, ref: int | None = None
) -> Timer | None:
    """Start the clock of what is now to be done, if it is promised to such a ticket and no clock of it runs yet."""
    if ticket.imported or (ticket.state not in LIVE and kind not in OUTLIVING):
        return None
    timers = await clocks_of(tx, ticket.id)
    if any(t.kind is kind and t.ref == ref and not rules.is_over(t) for t in timers):
        return None
    found = await standards(tx)
    matched = found.match(traits_of(ticket, found))
    target = next((target for target in matched.targets if target.kind is kind), None) if matched else None
    if matched is None or target is None:
        return None
    begin = _Begin(tx, found, matched, ticket.id, team_id=ticket.team_id, customer_id=ticket.customer_id)
    timer = begin(target, at, paused=ticket.state in target.paused_in, ref=ref)
    store.start_timers(tx, [timer])
    await tx.record(*started(ticket.id, at, matched, [timer]))
    keep_timers(tx, ticket.id, [*timers, timer])
    return timer


async def start_promise(
    tx: Transaction, ticket_id: int, kind: Kind, at: datetime, *, ref: int | None = None
) -> Timer | None:
    """For who starts what a policy can promise: an ask, a recovery. `ref` tells several of a kind apart.

    The ticket must be held. None if it is not promised.
    """
    return await start_kind(tx, await as_it_stands(tx, ticket_id), kind, at, ref=ref)


async def meet_promise(tx: Transaction, ticket_id: int, kind: Kind, at: datetime, *, ref: int | None = None) -> None:
    """What `start_promise` started is done. The ticket must be held."""
    timers = await clocks_of(tx, ticket_id)
    hours = await hours_among(tx, timers)
    meant = [timer for timer in timers if timer.kind is kind and timer.ref == ref]
    met = [rules.meet(timer, at, hours=hours(timer.calendar_id, timer.calendar_version)) for timer in meant]
    pairs = list(zip(meant, [timer for timer, _ in met], strict=True))
    await settle(tx, TicketFact(ticket_id=ticket_id, at=at), pairs, happened=[f for _, facts in met for f in facts])


def traits_of(ticket: Ticket, found: Standards) -> Traits:
    """What a policy may ask about the ticket."""
    return Traits(
        level=ticket.level,
        tier=ticket.tier,
        channel=ticket.channel,
        type=ticket.type,
        team=None if ticket.team_id is None else str(ticket.team_id),
        tags=ticket.tags,
        complexity=complexity(ticket.fields),
        language=ticket.language,
        fields=asked_fields(ticket.fields, found.asked_fields),
    )


def traits_of_new(fact: TicketOpened, found: Standards) -> Traits:
    """The same, of a ticket that has just been opened."""
    return Traits(
        level=fact.level,
        tier=fact.tier,
        channel=fact.channel,
        type=fact.type,
        team=None if fact.team_id is None else str(fact.team_id),
        tags=fact.tags,
        complexity=complexity(fact.fields or {}),
        language=fact.language,
        fields=asked_fields(fact.fields or {}, found.asked_fields),
    )


def complexity(fields: dict[str, Any]) -> str | None:
    """`simple` or `complex`, as the ticket's field of that name says."""
    given = fields.get("complexity")
    return given if isinstance(given, str) else None


def asked_fields(fields: dict[str, Any], asked: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The fields that some policy asks about, each value as text; the others would only make tickets differ."""
    return tuple((name, text) for name in sorted(asked) if name in fields for text in _texts(fields[name]))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)] if isinstance(value, str | int | float) else []


class _Begin:
    """Makes timers of a policy for one ticket."""

    def __init__(
        self,
        tx: Transaction,
        found: Standards,
        matched: Match,
        ticket_id: int,
        *,
        team_id: int | None,
        customer_id: int | None,
    ) -> None:
        self.tx, self.found, self.matched = tx, found, matched
        self.ticket_id, self.team_id, self.customer_id = ticket_id, team_id, customer_id

    def __call__(self, target: Target, at: datetime, *, paused: bool = False, ref: int | None = None) -> Timer:
        policy = self.matched.policy
        calendar_id, hours = self.found.hours_for(policy, target, team_id=self.team_id, customer_id=self.customer_id)
        return rules.begin(
            rules.terms(policy, target, hours=hours, calendar_id=calendar_id),
            id=self.tx.new_id(),
            ticket_id=self.ticket_id,
            kind=target.kind,
            at=at,
            hours=hours,
            paused_at=at if paused else None,
            ref=ref,
        )
