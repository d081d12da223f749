"""Sort a request as it arrives, before it is a ticket: so that its promises and its owner go by what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from jishi.identity import normalise
from jishi.identity.model import Customer
from jishi.kernel.facts import Fact
from jishi.kernel.script import language_of
from jishi.knowledge.triage.facts import TicketTriaged
from jishi.knowledge.triage.known import known
from jishi.knowledge.triage.model import Triage
from jishi.knowledge.triage.rules import triage
from jishi.storage.transaction import Transaction
from jishi.tickets.model import Level
from jishi.tickets.receive import Improved, Incoming


async def sort(tx: Transaction, incoming: Incoming, customer: Customer, at: datetime) -> Improved:
    """Fill in what the channel left open: type, level, language, and in the fields complexity, mood and what was read
    off the text. What was given stays."""
    ready = await known(tx)
    text = text_of(incoming)
    given = {**incoming.fields, "type": incoming.type, "level": incoming.level, "language": incoming.language}
    found = triage(text, ready.lexicon, at=at, zone=ready.zone, given=given)
    return improved(incoming, found, customer, at=at)


def improved(incoming: Incoming, found: Triage, customer: Customer, *, at: datetime) -> Improved:
    fields = new_fields(found, incoming.fields, customer)
    spoken = incoming.requester.language or customer.language
    better = replace(
        incoming,
        type=incoming.type or found.type,
        level=incoming.level or (Level(found.level) if found.level else None),
        fields={**incoming.fields, **fields},
        language=incoming.language or language_of(text_of(incoming), spoken),
    )
    if not found.because and not fields:
        return Improved(better, lambda _: ())
    because = tuple((why.sets.value, why.value, why.words) for why in found.because)

    def tell(ticket_id: int) -> Sequence[Fact]:
        return [TicketTriaged(ticket_id=ticket_id, at=at, because=because, fields=fields, language=better.language)]

    return Improved(better, tell)


def new_fields(found: Triage, present: Mapping[str, Any], customer: Customer | None) -> dict[str, Any]:
    """What goes into fields that are empty: mood, complexity, and what was read. A customer's own address is none."""
    own = {"email": customer and customer.email, "phone": customer and normalise.phone(customer.phone or "")}
    read = {name: value for name, value in found.fields.items() if value != own.get(name)}
    said = {"complexity": found.complexity, "mood": found.mood}
    return {
        name: value
        for name, value in {**{name: value for name, value in said.items() if value is not None}, **read}.items()
        if present.get(name) is None
    }


def text_of(incoming: Incoming) -> str:
    """All that was written. A subject that repeats the beginning of the body is read once."""
    subject = incoming.subject or ""
    return incoming.body if incoming.body.startswith(subject) else f"{subject}\n{incoming.body}"
