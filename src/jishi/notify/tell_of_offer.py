"""Tell somebody that they are asked to take a ticket: they may look at something else than the desk."""

from jishi.dispatch.offers.facts import OfferLapsed, OfferRefused, TicketOffered
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import call_off
from jishi.notify.model import Medium, Notice, NoticeKind
from jishi.notify.see import see
from jishi.notify.tell import look_at, of_ticket, tell
from jishi.storage.transaction import Transaction
from jishi.tickets.facts import TicketAssigned

BY = (Medium.SCREEN, Medium.PUSH)


async def offered_to_you(tx: Transaction, fact: TicketOffered) -> None:
    """AFTERWARDS: it may be theirs, if they answer in time. Of what is over already nobody is told."""
    if fact.until > tx.now:
        tell(tx, _offers, fact)


async def offer_over(tx: Transaction, fact: OfferRefused | OfferLapsed) -> None:
    """AFTERWARDS: nobody needs to be called to it any more. Who refused it had seen it."""
    await _call_off(tx, fact)
    if isinstance(fact, OfferRefused):
        await see(tx, fact.agent_id, ticket_id=fact.ticket_id)


async def offer_answered(tx: Transaction, fact: TicketAssigned) -> None:
    """Who accepts has seen the offer, though perhaps nothing else of the ticket."""
    await _call_off(tx, fact)
    await see(tx, fact.agent_id, ticket_id=fact.ticket_id, kind=NoticeKind.OFFERED)


async def _call_off(tx: Transaction, fact: OfferRefused | OfferLapsed | TicketAssigned) -> None:
    waiting = await store.offers_waiting_to_leave(tx, fact.ticket_id, fact.agent_id)
    if waiting:
        await call_off(tx, waiting)


async def _offers(tx: Transaction, facts: list[TicketOffered]) -> list[list[Notice]]:
    scenes = await look_at(tx, {fact.ticket_id: () for fact in facts}, people={fact.agent_id for fact in facts})

    def notices(fact: TicketOffered) -> list[Notice]:
        scene = scenes.get(fact.ticket_id)
        if scene is None or scene.owner_id is not None or not rules.may_be_told(fact.agent_id, scene):
            return []
        said = {"reason": fact.reason, "until": fact.until, "seconds": round((fact.until - fact.at).total_seconds())}
        notice = Notice(
            id=0,
            person_id=fact.agent_id,
            ticket_id=fact.ticket_id,
            kind=NoticeKind.OFFERED,
            key=f"offered:{fact.ticket_id}:{fact.at.isoformat()}",
            data={**of_ticket(scene), **said},
            media=BY,
            at=tx.now,
        )
        return [notice]

    return [notices(fact) for fact in facts]
