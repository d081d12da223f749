"""Find an owner for a ticket that has none: as it arrives, comes back, or is taken up again."""

from dataclasses import replace

from jishi.dispatch import rules, store
from jishi.dispatch.model import WHOLE_DESK, Routed
from jishi.dispatch.seat import LOOK_AGAIN, SOON, seat
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import MessageReceived, TicketFact


async def offer(tx: Transaction, fact: TicketFact) -> None:
    """Somebody owns it within a second, or it waits in a queue, with the reason. Owned tickets are left alone."""
    if fact.by != "dispatcher":
        await look(tx, fact.ticket_id)


async def offer_again(tx: Transaction, fact: MessageReceived) -> None:
    """The customer writes on a ticket that nobody owns: another system's history, for instance, comes to life."""
    if fact.owner_id is None and not fact.opened:
        await look(tx, fact.ticket_id)


async def look_again(tx: Transaction, alarm: Alarm) -> None:
    """Somebody held the ticket when the dispatcher came, or one who gave it back may now have it."""
    await look(tx, alarm.ticket_id)


async def look(tx: Transaction, ticket_id: int) -> None:
    found = await store.ticket(tx, ticket_id)
    if found is None:
        return
    if found.asked is None or found.rules is None:
        tx.set_alarm(LOOK_AGAIN, tx.now + SOON, ticket_id=ticket_id)
        return
    route = rules.route(found.asked, found.rules.teams)
    asked = replace(found.asked, team_id=route.team_id, routed=route.why is not Routed.ASKED)
    desk = await store.desk(tx, [asked.team_id or WHOLE_DESK], arriving=asked)
    await seat(tx, desk, arriving=asked)
