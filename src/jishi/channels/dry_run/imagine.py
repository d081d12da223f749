"""Requests as they would be when they have arrived: recognised, sorted by their words, sorted by the rules."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jishi.channels.dry_run import store
from jishi.clock.model import Kind, Match, Target
from jishi.clock.promise import FROM_A_MACHINE, FROM_THE_START, traits_of
from jishi.clock.standards import Standards, standards
from jishi.dispatch.model import Asked
from jishi.dispatch.routing.foretell import Described, Sorted, foretell
from jishi.identity import recognise, rules, settings
from jishi.identity.model import Customer, Requester, Settings
from jishi.knowledge.triage.known import known
from jishi.knowledge.triage.model import Triage
from jishi.knowledge.triage.rules import triage
from jishi.knowledge.triage.sort import improved, text_of
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Level, State, Ticket
from jishi.tickets.receive import Incoming, first_line

NOBODY = 0  # the id of a customer who was never here


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined:
    """A request, who asks and what would become of it. `triage` is None where words are not read: of machines and of
    blocked senders. `ticket` is as it would stand when its owner is looked for."""

    incoming: Incoming
    at: datetime
    customer: Customer
    previous: int | None
    triage: Triage | None
    sorted: Sorted
    ticket: Ticket
    weight: int

    @property
    def is_blocked(self) -> bool:
        return self.customer.blocked_at is not None


async def imagine(tx: Transaction, requests: Sequence[tuple[Incoming, datetime]]) -> list[Imagined]:
    """Of each as if it came alone."""
    if not requests:
        return []
    of = await settings.load(tx)
    ready = await known(tx)
    rows = await store.customers(tx, [recognise.handles(incoming.requester) for incoming, _ in requests])
    weights = await store.weights(tx, sorted({incoming.channel for incoming, _ in requests}))
    found: list[tuple[Incoming, datetime, Customer, int | None, Triage | None]] = []
    for (incoming, at), row in zip(requests, rows, strict=True):
        customer = _customer(row and recognise.as_customer(row["customer"]), incoming.requester, of, at)
        read = None
        await asyncio.sleep(0)  # thousands of texts: others are answered in between
        if not incoming.automatic and customer.blocked_at is None:
            given = {**incoming.fields, "type": incoming.type, "level": incoming.level, "language": incoming.language}
            read = triage(text_of(incoming), ready.lexicon, at=at, zone=ready.zone, given=given)
        better = incoming if read is None else improved(incoming, read, customer, at=at).incoming
        found.append((better, at, customer, row and row["previous"], read))
    routes = await foretell(tx, [_described(incoming, at, customer) for incoming, at, customer, *_ in found])
    return [
        Imagined(
            incoming=incoming,
            at=at,
            customer=customer,
            previous=previous,
            triage=read,
            sorted=route,
            ticket=_ticket(-n, incoming, at, customer, route),
            weight=weights[incoming.channel],
        )
        for n, ((incoming, at, customer, previous, read), route) in enumerate(zip(found, routes, strict=True), start=1)
    ]


async def promised(tx: Transaction, ticket: Ticket, *, automatic: bool) -> tuple[Standards, Match | None, list[Target]]:
    """The policy for such a ticket, and what of it starts when it comes."""
    found = await standards(tx)
    matched = found.match(traits_of(ticket, found))
    kinds = FROM_A_MACHINE if automatic else FROM_THE_START
    return found, matched, [target for target in matched.targets if target.kind in kinds] if matched else []


def asked(imagined: Imagined, targets: Sequence[Target]) -> Asked:
    """As the dispatcher would see it, at the instant at which it comes."""
    ticket, sorted_ = imagined.ticket, imagined.sorted
    answer = next((t for kind in (Kind.FIRST_RESPONSE, Kind.RESOLUTION) for t in targets if t.kind is kind), None)
    mood = ticket.fields.get("mood")
    complexity = ticket.fields.get("complexity")
    return Asked(
        ticket_id=ticket.id,
        type=ticket.type,
        level=ticket.level,
        tier=ticket.tier,
        channel=ticket.channel,
        created_at=imagined.at,
        previous=imagined.previous,
        weight=imagined.weight,
        customer_id=ticket.customer_id or None,
        language=ticket.language,
        language_need="wished" if sorted_.rule is None else sorted_.rule.language.value,
        mood=mood if isinstance(mood, str) else None,
        complexity=complexity if isinstance(complexity, str) else None,
        needs=sorted_.needs,
        target=None if answer is None else float(answer.seconds),
        rule=None if sorted_.rule is None else sorted_.rule.name,
    )


def _customer(there: Customer | None, requester: Requester, of: Settings, at: datetime) -> Customer:
    """Whoever is recognised, with the better of the two tiers; or somebody new."""
    claimed = rules.key_of(of.tiers, requester.tier) if requester.tier else None
    if there is None:
        shown = requester.name or requester.email or requester.phone or requester.external_id or ""
        language, tier = requester.language, claimed or "regular"
        return Customer(id=NOBODY, name=shown, email=requester.email, tier=tier, language=language, created_at=at)
    better = claimed is not None and rules.tier_rank(of, claimed) < rules.tier_rank(of, there.tier)
    return replace(there, tier=claimed, language=there.language or requester.language) if better and claimed else there


def _described(incoming: Incoming, at: datetime, customer: Customer) -> Described:
    return Described(
        at=at,
        type=incoming.type,
        level=incoming.level or Level.NORMAL,
        tier=customer.tier,
        channel=incoming.channel,
        language=incoming.language or customer.language,
        tags=incoming.tags,
        fields=incoming.fields,
        said=f"{incoming.subject or first_line(incoming.body)}\n{incoming.body}",
        customer_id=customer.id or None,
    )


def _ticket(number: int, incoming: Incoming, at: datetime, customer: Customer, route: Sorted) -> Ticket:
    rule = route.rule
    level = rule.level if rule is not None and rule.level is not None else incoming.level or Level.NORMAL
    harder = {} if rule is None or rule.complexity is None else {"complexity": rule.complexity}
    return Ticket(
        id=number,
        number="",
        subject=incoming.subject or first_line(incoming.body),
        state=State.NEW,
        channel=incoming.channel,
        type=incoming.type,
        level=Level(level),
        tier=customer.tier,
        customer_id=customer.id,
        tags=incoming.tags,
        fields={**incoming.fields, **harder},
        language=incoming.language or customer.language,
        created_at=at,
        filed_at=at,
        updated_at=at,
    )
