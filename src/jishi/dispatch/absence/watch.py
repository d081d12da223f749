"""Somebody goes: what they have not answered goes back to the queue after a grace. Who returns within it keeps it."""

from collections.abc import Sequence

from jishi.dispatch.absence import rules, store
from jishi.dispatch.because import because
from jishi.dispatch.model import Why
from jishi.dispatch.queues.see import queues
from jishi.storage.alarms import Alarm
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.assign import return_to_queue
from jishi.tickets.facts import MessageReceived, TicketReopened, TicketResumed
from jishi.tickets.find import lock_all
from jishi.tickets.model import State
from jishi.workforce.facts import PresenceChanged
from jishi.workforce.roster.facts import RosterChanged, RosteringChanged, ShiftEnded, ShiftStarted

ABSENT = "dispatch.release_absent"
UNFINISHED = frozenset({State.NEW, State.OPEN, State.PENDING, State.ON_HOLD})


async def watch_presence(tx: Transaction, fact: PresenceChanged | ShiftStarted | ShiftEnded) -> None:
    """AFTERWARDS: whether they are there has changed."""
    tx.gather(release_absent, fact.person_id)


async def watch_roster(tx: Transaction, fact: RosterChanged | RosteringChanged) -> None:
    """AFTERWARDS: whether they are on duty may have changed without a shift having turned."""
    for person_id in fact.person_ids:
        tx.gather(release_absent, person_id)


def waits_again(fact: MessageReceived | TicketReopened | TicketResumed) -> bool:
    return fact.owner_id is not None and not (isinstance(fact, MessageReceived) and (fact.opened or fact.automatic))


@concerned(waits_again)
async def watch_owner(tx: Transaction, fact: MessageReceived | TicketReopened | TicketResumed) -> None:
    """AFTERWARDS: a customer waits again, perhaps for somebody who is gone."""
    if waits_again(fact):
        tx.gather(release_absent, fact.owner_id)


async def grace_ends(tx: Transaction, alarm: Alarm) -> None:
    await release_absent(tx, [int(alarm.key)])


async def release_absent(tx: Transaction, people: Sequence[int]) -> None:
    """What has waited for these beyond its grace goes back; somebody looks again when the next grace ends."""
    for person_id in sorted(set(people)):
        absence = await store.absence(tx, person_id)
        if absence is None or (absence.off_shift_since is None and absence.away_since is None):
            tx.clear_alarm(ABSENT, key=str(person_id))
            continue
        back, again = rules.going(await store.owned(tx, person_id), absence, await queues(tx), now=tx.now)
        await give_back(tx, back, Why.ABSENT, of=person_id)
        if again is not None:
            tx.set_alarm(ABSENT, again, key=str(person_id))
        else:
            tx.clear_alarm(ABSENT, key=str(person_id))


async def is_gone(tx: Transaction, person_id: int, ticket_id: int) -> bool:
    """Whether a ticket of theirs that is taken up again would wait for somebody who is not there. No grace: that is
    for what they have in hand."""
    absence = await store.absence(tx, person_id)
    if absence is None:
        return False
    owned = await store.owned(tx, person_id)
    return any(rules.is_missed(each, absence) for each in owned if each.ticket_id == ticket_id)


async def give_back(tx: Transaction, tickets: Sequence[int], why: Why, *, of: int, by: str = "system") -> None:
    """From there the dispatcher looks for somebody else. What somebody took or was given by hand since they were looked
    for stays with them, and what was settled since stays settled."""
    for ticket in await lock_all(tx, tickets):
        if ticket.owner_id == of and ticket.state in UNFINISHED:
            because(tx, ticket.id, why)
            await return_to_queue(tx, ticket.id, by=by)
