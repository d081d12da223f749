"""Take note of what one was told."""

from collections import defaultdict
from collections.abc import Collection

from jishi.notify import store
from jishi.notify.facts import NoticesSeen
from jishi.notify.model import NoticeKind
from jishi.storage.transaction import Transaction
from jishi.workforce.facts import WorkStarted

MANY = 20  # tickets, beyond which one fact tells of all of them


async def open_ticket(tx: Transaction, fact: WorkStarted) -> None:
    """AFTERWARDS: who opens a ticket has seen what they were told of it."""
    await see(tx, fact.person_id, ticket_id=fact.ticket_id)


async def see(
    tx: Transaction,
    person_id: int,
    *,
    ids: Collection[int] | None = None,
    ticket_id: int | None = None,
    kind: NoticeKind | None = None,
) -> int:
    """Mark those of these, of this ticket, of this kind, or all; how many were not seen before."""
    rows = await store.see(tx, person_id, ids=ids, ticket_id=ticket_id, kind=kind)
    by_ticket: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        by_ticket[row["ticket_id"]].append(row["id"])
    if len(by_ticket) > MANY:
        by_ticket = defaultdict(list, {None: [row["id"] for row in rows]})
    await tx.record(
        *(
            NoticesSeen(at=tx.now, by=f"person:{person_id}", ticket_id=of, person_id=person_id, notice_ids=tuple(seen))
            for of, seen in by_ticket.items()
        )
    )
    return len(rows)
