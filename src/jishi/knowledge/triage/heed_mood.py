"""A customer wrote again: how they feel now, and what they had not said before."""

from typing import Any

from jishi.knowledge.triage import store
from jishi.knowledge.triage.facts import TicketTriaged
from jishi.knowledge.triage.known import known
from jishi.knowledge.triage.rules import triage
from jishi.knowledge.triage.sort import new_fields
from jishi.storage.transaction import Transaction, concerned
from jishi.tickets.classify import classify
from jishi.tickets.facts import MessageReceived
from jishi.tickets.find import find
from jishi.tickets.model import LIVE


@concerned(lambda fact: not (fact.opened or fact.automatic))
async def heed_mood(tx: Transaction, fact: MessageReceived) -> None:
    """AFTERWARDS: the mood is that of the last message that shows one; other fields, and the type of a request that had
    none, are filled once. What a machine wrote says nothing."""
    if fact.opened or fact.automatic:
        return
    said = await store.said(tx, fact.ticket_id, fact.message_id)
    if said is None:
        return
    tx.settings_version = said["settings_version"]
    ready = await known(tx)
    ticket = await find(tx, fact.ticket_id)
    if ticket.state not in LIVE:
        return
    given = {name: value for name, value in ticket.fields.items() if name != "mood"}
    asked = {**given, "type": ticket.type, "level": ticket.level, "language": ticket.language}
    found = triage(said["body"], ready.lexicon, at=said["received_at"], zone=ready.zone, given=asked)
    fields = new_fields(found, given, None)
    if fields.get("mood") == ticket.fields.get("mood"):
        fields.pop("mood", None)
    changes: dict[str, Any] = {"fields": fields} if fields else {}
    if ticket.type is None and found.type is not None:
        changes["type"] = found.type
    if not changes:
        return
    await classify(tx, ticket.id, **changes, by="system")
    because = tuple((why.sets.value, why.value, why.words) for why in found.because if why.sets in {*fields, *changes})
    await tx.record(
        TicketTriaged(ticket_id=ticket.id, at=tx.now, because=because, fields=fields, message_id=fact.message_id)
    )
