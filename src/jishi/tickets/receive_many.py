"""Many messages arrive at once, by the same rules as one: each sees what those before it have done."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from jishi.identity import recognise
from jishi.identity.model import Customer
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.attach import attach
from jishi.tickets.model import Ticket
from jishi.tickets.receive import Improve, Incoming, Received, file, moment

IDS_EACH = 10  # customer, ticket, message, and a timer for each kind of promise


@dataclass(slots=True)
class Met:
    """What this transaction has stored and the look at the start could not see."""

    by_handle: dict[recognise.Handle, int] = field(default_factory=dict)
    customers: dict[int, Customer] = field(default_factory=dict)
    by_external_id: dict[tuple[str, str | None], Ticket] = field(default_factory=dict)
    by_thread: dict[tuple[str, str | None], Ticket] = field(default_factory=dict)


async def receive_many(
    tx: Transaction, incomings: Sequence[Incoming], *, improve: Improve | None = None
) -> list[Received | Invalid]:
    """What became of each, in their order. A wrong one is refused with what is wrong; nothing of it is stored."""
    await tx.reserve_ids(IDS_EACH * len(incomings))
    contexts = await store.contexts(tx, [sought(incoming) for incoming in incomings])
    met = Met()
    return [
        await _receive(tx, known, incoming, met, improve) for known, incoming in zip(contexts, incomings, strict=True)
    ]  # fmt: skip


def sought(incoming: Incoming) -> store.Sought:
    return store.Sought(
        handles=recognise.handles(incoming.requester),
        channel=incoming.channel,
        thread_key=incoming.thread_key,
        external_id=incoming.external_id,
    )


async def _receive(
    tx: Transaction, known: store.Context, incoming: Incoming, met: Met, improve: Improve | None
) -> Received | Invalid:
    tx.settings_version = known.settings_version
    handles = recognise.handles(incoming.requester)
    known = _with_ticket(known, incoming, met)
    try:  # whatever refuses does so before it has stored anything
        at = moment(incoming.received_at, tx.now)
        attached = () if known.duplicate else await attach(tx, incoming.attachments, incoming.uploaded_by)
        customer = await recognise.meet(tx, _row(known, handles, met), incoming.requester)
    except Invalid as wrong:
        return wrong
    met.customers[customer.id] = customer
    for handle in handles:
        met.by_handle.setdefault(handle, customer.id)
    if known.duplicate and known.ticket is not None:
        return Received(ticket=known.ticket, customer=customer, message=None, opened=False, repeated=True)
    received = await file(tx, known, incoming, customer, at=at, attached=attached, improve=improve)
    if received.opened:
        met.by_external_id[incoming.channel, incoming.external_id] = received.ticket
        met.by_thread[incoming.channel, incoming.thread_key] = received.ticket
    return received


def _with_ticket(known: store.Context, incoming: Incoming, met: Met) -> store.Context:
    """The ticket to join or to repeat, when one of those before has opened it."""
    if known.duplicate:
        return known
    if incoming.external_id is not None and (
        ticket := met.by_external_id.get((incoming.channel, incoming.external_id))
    ):
        return replace(known, ticket=ticket, duplicate=True)
    if known.ticket is None and incoming.thread_key is not None:
        return replace(known, ticket=met.by_thread.get((incoming.channel, incoming.thread_key)))
    return known


def _row(known: store.Context, handles: Sequence[recognise.Handle], met: Met) -> Mapping[str, Any] | None:
    """The customer whom the first handle that anybody has belongs to, as they are by now."""
    for place, handle in enumerate(handles):
        if known.customer is not None and place == known.found_by:
            latest = met.customers.get(known.customer["id"])
            return asdict(latest) if latest else known.customer
        if handle in met.by_handle:
            return asdict(met.customers[met.by_handle[handle]])
    return None
