"""Somebody may be free now: give them what waits."""

from jishi.dispatch import store
from jishi.dispatch.offer import look
from jishi.dispatch.offers.facts import OfferLapsed, OfferRefused
from jishi.dispatch.seat import Wish, dispatch
from jishi.identity.facts import MemberJoinedTeam
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import (
    TicketAssigned,
    TicketClosed,
    TicketDiscarded,
    TicketHeld,
    TicketPended,
    TicketReturned,
    TicketSolved,
)
from jishi.workforce.facts import (
    CapacityChanged,
    LanguagesChanged,
    LoadEased,
    LoadsRecounted,
    PresenceChanged,
    SkillsChanged,
)
from jishi.workforce.roster.facts import RosterChanged, RosteringChanged, ShiftStarted

Freed = (
    PresenceChanged
    | CapacityChanged
    | MemberJoinedTeam
    | ShiftStarted
    | LoadEased
    | SkillsChanged
    | LanguagesChanged
    | OfferRefused
    | OfferLapsed
    | TicketAssigned
    | TicketReturned
    | TicketPended
    | TicketHeld
    | TicketSolved
    | TicketClosed
    | TicketDiscarded
)


@concerned(lambda fact: freed(fact) is not None)
async def take_waiting(tx: Transaction, fact: Freed) -> None:
    """Whatever waits for a colleague like this one, in order, while there is room. What they have learnt may be what
    nobody could: who looks at the queue reads then what it waits for now."""
    person_id = freed(fact)
    if person_id is not None:
        tx.gather(dispatch, Wish(person_id=person_id))
    if isinstance(fact, SkillsChanged | LanguagesChanged):
        for ticket_id in await store.waiting_for_skills(tx):
            await look(tx, ticket_id)


async def take_waiting_by_roster(tx: Transaction, fact: RosterChanged | RosteringChanged) -> None:
    """Who does not work by roster is at work when they say so: a roster that is emptied may free somebody."""
    for person_id in fact.person_ids:
        tx.gather(dispatch, Wish(person_id=person_id))


async def take_waiting_by_count(tx: Transaction, fact: LoadsRecounted) -> None:
    """They were not as full as they seemed."""
    for person_id in fact.person_ids:
        tx.gather(dispatch, Wish(person_id=person_id))


def freed(fact: Freed) -> int | None:
    """Who has more room than before."""
    match fact:
        case PresenceChanged():
            return fact.person_id if fact.status == "online" else None
        case CapacityChanged():
            return fact.person_id if fact.capacity > fact.was else None
        case MemberJoinedTeam() | ShiftStarted() | LoadEased() | SkillsChanged() | LanguagesChanged():
            return fact.person_id
        case TicketAssigned() | TicketReturned():
            return fact.from_agent_id
        case OfferRefused() | OfferLapsed():
            return fact.agent_id  # the room that was kept for it
        case _:
            return fact.owner_id
