"""Tell whoever has a ticket what happens to it without them."""

from typing import Any

from jishi.clock.model import Moment, Rung
from jishi.identity.find import names_of
from jishi.notify import rules
from jishi.notify.model import Medium, Notice, NoticeKind, Scene
from jishi.notify.tell import give, look, of_ticket
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import MessageReceived, NoteAdded, TicketAssigned
from jishi.tickets.model import Author

EVERY_WAY = (Medium.SCREEN, Medium.PUSH, Medium.EMAIL)
OWNER = Rung(moment=Moment.AT, to=("owner",), by=EVERY_WAY)


@concerned(lambda fact: not (fact.opened or fact.automatic or fact.owner_id is None))
async def customer_wrote(tx: Transaction, fact: MessageReceived) -> None:
    """AFTERWARDS: the customer says something more; whoever has the ticket knows at once."""
    if fact.opened or fact.automatic or fact.owner_id is None:
        return
    scene = await look(tx, fact.ticket_id)
    if scene is not None and scene.owner_id is not None:
        said = {"from": scene.requester, "message_id": fact.message_id}
        await _tell(tx, NoticeKind.CUSTOMER_WROTE, scene, f"message:{fact.message_id}", said)


async def collaborator_answered(tx: Transaction, fact: NoteAdded) -> None:
    """AFTERWARDS: another department answers; the owner knows first."""
    if fact.author_kind != Author.COLLABORATOR:
        return
    scene = await look(tx, fact.ticket_id)
    if scene is None or scene.owner_id == fact.person_id:
        return
    names = await names_of(tx, [fact.person_id] if fact.person_id is not None else [])
    said = {"from": names.get(fact.person_id or 0, ""), "message_id": fact.message_id}
    await _tell(tx, NoticeKind.COLLABORATOR_ANSWERED, scene, f"message:{fact.message_id}", said)


async def given_to_you(tx: Transaction, fact: TicketAssigned) -> None:
    """AFTERWARDS: it is theirs now. Who took it themselves knows."""
    if fact.by == f"person:{fact.agent_id}":
        return
    scene = await look(tx, fact.ticket_id)
    if scene is None or scene.owner_id != fact.agent_id:
        return
    giver = fact.by.removeprefix("person:")
    names = await names_of(tx, [int(giver)] if giver.isdecimal() else [])
    said = {"by": next(iter(names.values()), None), "reason": fact.reason}
    key = f"assigned:{fact.ticket_id}:{fact.at.isoformat()}"
    await _tell(tx, NoticeKind.ASSIGNED, scene, key, said)


async def _tell(tx: Transaction, kind: NoticeKind, scene: Scene, key: str, said: dict[str, Any]) -> None:
    notices = [
        Notice(
            id=0,
            person_id=person,
            ticket_id=scene.ticket_id,
            kind=kind,
            key=key,
            data={**of_ticket(scene), **said},
            media=OWNER.by,
            at=tx.now,
        )
        for person in rules.audience(OWNER.to, scene)
    ]
    await give(tx, notices)
