"""Tell whoever has a ticket what happens to it without them."""

from collections.abc import Sequence
from typing import Any

from jishi.clock.model import Moment, Rung
from jishi.identity.find import names_of
from jishi.notify import rules
from jishi.notify.model import Medium, Notice, NoticeKind, Scene
from jishi.notify.tell import look_at, of_ticket, tell
from jishi.notify.tell_of_offer import offer_answered
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.facts import MessageReceived, NoteAdded, TicketAssigned, TicketFact
from jishi.tickets.model import Author

EVERY_WAY = (Medium.SCREEN, Medium.PUSH, Medium.EMAIL)
OWNER = Rung(moment=Moment.AT, to=("owner",), by=EVERY_WAY)


@concerned(lambda fact: not (fact.opened or fact.automatic or fact.owner_id is None))
async def customer_wrote(tx: Transaction, fact: MessageReceived) -> None:
    """AFTERWARDS: the customer says something more; whoever has the ticket knows at once."""
    if not (fact.opened or fact.automatic or fact.owner_id is None):
        tell(tx, _they_wrote, fact)


async def collaborator_answered(tx: Transaction, fact: NoteAdded) -> None:
    """AFTERWARDS: another department answers; the owner knows first."""
    if fact.author_kind == Author.COLLABORATOR:
        tell(tx, _they_answered, fact)


async def given_to_you(tx: Transaction, fact: TicketAssigned) -> None:
    """AFTERWARDS: it is theirs now. Who took it themselves knows, and has seen that it was offered to them."""
    if fact.by != f"person:{fact.agent_id}":
        tell(tx, _theirs_now, fact)
    else:
        await offer_answered(tx, fact)


async def _they_wrote(tx: Transaction, facts: list[MessageReceived]) -> list[list[Notice]]:
    scenes = await _scenes(tx, facts)

    def notices(fact: MessageReceived) -> list[Notice]:
        scene = scenes.get(fact.ticket_id)
        if scene is None or scene.owner_id is None:
            return []
        said = {"from": scene.requester, "message_id": fact.message_id}
        return _notices(tx, NoticeKind.CUSTOMER_WROTE, scene, f"message:{fact.message_id}", said)

    return [notices(fact) for fact in facts]


async def _they_answered(tx: Transaction, facts: list[NoteAdded]) -> list[list[Notice]]:
    scenes = await _scenes(tx, facts)
    names = await names_of(tx, [fact.person_id for fact in facts if fact.person_id is not None])

    def notices(fact: NoteAdded) -> list[Notice]:
        scene = scenes.get(fact.ticket_id)
        if scene is None or scene.owner_id == fact.person_id:
            return []
        said = {"from": names.get(fact.person_id or 0, ""), "message_id": fact.message_id}
        return _notices(tx, NoticeKind.COLLABORATOR_ANSWERED, scene, f"message:{fact.message_id}", said)

    return [notices(fact) for fact in facts]


async def _theirs_now(tx: Transaction, facts: list[TicketAssigned]) -> list[list[Notice]]:
    scenes = await _scenes(tx, facts)
    givers = {fact.by: int(fact.by[7:]) for fact in facts if fact.by.startswith("person:") and fact.by[7:].isdecimal()}
    names = await names_of(tx, givers.values())

    def notices(fact: TicketAssigned) -> list[Notice]:
        scene = scenes.get(fact.ticket_id)
        if scene is None or scene.owner_id != fact.agent_id:
            return []
        said = {"by": names.get(givers.get(fact.by, 0)), "reason": fact.reason}
        key = f"assigned:{fact.ticket_id}:{fact.at.isoformat()}"
        return _notices(tx, NoticeKind.ASSIGNED, scene, key, said)

    return [notices(fact) for fact in facts]


async def _scenes(tx: Transaction, facts: Sequence[TicketFact]) -> dict[int, Scene]:
    return await look_at(tx, {fact.ticket_id: () for fact in facts})


def _notices(tx: Transaction, kind: NoticeKind, scene: Scene, key: str, said: dict[str, Any]) -> list[Notice]:
    return [
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
