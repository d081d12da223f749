"""Tickets that are to change hands, and who could have them, as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from asyncpg import Record

from jishi.dispatch import store as desks
from jishi.dispatch.arrive import arrive
from jishi.dispatch.model import WHOLE_DESK, Asked, Candidate, Scene
from jishi.dispatch.reassign import store
from jishi.dispatch.store import Book
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """`rows` are the tickets by id, in the order of their numbers; `asked` the same as the dispatcher sees them."""

    rows: dict[int, Record]
    asked: tuple[Asked, ...]
    people: tuple[Candidate, ...]
    scene: Scene
    book: Book


async def survey(tx: Transaction, ticket_ids: Sequence[int], *, to: Sequence[int] | None = None) -> Survey:
    """Nothing is held. Without `to` everybody may have them who may take them from the queue; with it these, whatever
    their teams: whoever names them has decided that. Nobody is given back what they are to be rid of."""
    book, scene = await _book(tx)
    rows = {row["id"]: row for row in await store.tickets(tx, ticket_ids)}
    asked = tuple(_asked(row, book, tx, anybody=to is not None) for row in rows.values())
    teams = {team_id for each in asked for team_id in each.open_to}
    people = (await desks.look_at_desk(tx, teams)).candidates if teams else ()
    return Survey(
        rows=rows,
        asked=asked,
        people=tuple(each for each in people if to is None or each.id in to),
        scene=scene,
        book=book,
    )


async def _book(tx: Transaction) -> tuple[Book, Scene]:
    book = await desks.book(tx)
    return book, book.scene(tx.now)


def _asked(row: Record, book: Book, tx: Transaction, *, anybody: bool) -> Asked:
    """Of the team it stands in, whatever its type would say now. It has waited for wishes since it came, not anew."""
    asked = msgspec.convert(row["asked"], Asked, strict=False)
    moved = replace(arrive(replace(asked, routed=False), {}, book, now=tx.now), since=asked.created_at)
    if row["owner_id"] is not None:
        moved = replace(moved, declined=moved.declined | {row["owner_id"]})
    return replace(moved, open_to=frozenset({WHOLE_DESK})) if anybody else moved
