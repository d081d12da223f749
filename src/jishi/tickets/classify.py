"""What a ticket is about: level, type, subject, fields, tags."""

from dataclasses import replace
from typing import Any

from jishi.kernel.facts import Fact
from jishi.storage.transaction import Transaction
from jishi.tickets import store
from jishi.tickets.errors import NotFromThere
from jishi.tickets.facts import FieldsChanged, LevelChanged, SubjectChanged, TagAdded, TagRemoved, TypeChanged
from jishi.tickets.find import lock
from jishi.tickets.model import Level, State, Ticket

UNCHANGED: Any = object()


async def classify(
    tx: Transaction,
    ticket_id: int,
    *,
    level: Level = UNCHANGED,
    type: str | None = UNCHANGED,  # noqa: A002 - the field's own name
    subject: str = UNCHANGED,
    fields: dict[str, Any] = UNCHANGED,
    by: str,
) -> Ticket:
    """Change what is given. `fields` are merged; a field set to None is removed."""
    before = await lock(tx, ticket_id)
    after, facts = before, list[Fact]()
    about: dict[str, Any] = {"ticket_id": ticket_id, "at": tx.now, "by": by}
    if level is not UNCHANGED and level != before.level:
        after = replace(after, level=level)
        facts.append(LevelChanged(**about, level=level, was=before.level))
    if type is not UNCHANGED and type != before.type:
        after = replace(after, type=type)
        facts.append(TypeChanged(**about, type=type, was=before.type))
    if subject is not UNCHANGED and subject != before.subject:
        after = replace(after, subject=subject)
        facts.append(SubjectChanged(**about, subject=subject, was=before.subject))
    if fields is not UNCHANGED:
        merged = {name: value for name, value in {**before.fields, **fields}.items() if value is not None}
        if merged != before.fields:
            after = replace(after, fields=merged)
            facts.append(FieldsChanged(**about, fields=fields))
    return await _keep(tx, before, after, facts)


async def tag(tx: Transaction, ticket_id: int, name: str, *, by: str) -> Ticket:
    before = await lock(tx, ticket_id)
    if name in before.tags:
        return before
    after = replace(before, tags=(*before.tags, name))
    return await _keep(tx, before, after, [TagAdded(ticket_id=ticket_id, at=tx.now, by=by, tag=name)])


async def untag(tx: Transaction, ticket_id: int, name: str, *, by: str) -> Ticket:
    before = await lock(tx, ticket_id)
    if name not in before.tags:
        return before
    after = replace(before, tags=tuple(tag for tag in before.tags if tag != name))
    return await _keep(tx, before, after, [TagRemoved(ticket_id=ticket_id, at=tx.now, by=by, tag=name)])


async def _keep(tx: Transaction, before: Ticket, after: Ticket, facts: list[Fact]) -> Ticket:
    if not facts:
        return before
    if before.state is State.DISCARDED:
        raise NotFromThere(state=before.state)
    after = replace(after, updated_at=tx.now)
    await store.save(tx, before, after)
    await tx.record(*facts)
    return after
