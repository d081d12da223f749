"""Find an owner for a ticket that has none: as it arrives, comes back, or is taken up again."""

from jishi.dispatch.seat import Wish, dispatch
from jishi.storage.alarms import Alarm, together
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import MessageReceived, TicketFact


@concerned(lambda fact: fact.by != "dispatcher")
async def offer(tx: Transaction, fact: TicketFact) -> None:
    """Somebody owns it within a second, or it waits in a queue, with the reason. Owned tickets are left alone."""
    if fact.by != "dispatcher":
        await look(tx, fact.ticket_id)


@concerned(lambda fact: fact.owner_id is None and not fact.opened)
async def offer_again(tx: Transaction, fact: MessageReceived) -> None:
    """The customer writes on a ticket that nobody owns: another system's history, for instance, comes to life."""
    if fact.owner_id is None and not fact.opened:
        await look(tx, fact.ticket_id)


@together
async def look_again(tx: Transaction, alarm: Alarm) -> None:
    """Somebody held the ticket when the dispatcher came, or its wait has changed what holds for it."""
    await look(tx, alarm.ticket_id)


async def look(tx: Transaction, ticket_id: int) -> None:
    """Before the transaction commits, together with all others that were named by then."""
    tx.gather(dispatch, Wish(ticket_id=ticket_id))
