"""Who would get a ticket that does not exist, now. Nothing is held and nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.clock.answer_clock import answer_clock
from jishi.dispatch import store
from jishi.dispatch.arrive import arrive, route_of
from jishi.dispatch.board import Placed, seating
from jishi.dispatch.model import Asked, Route
from jishi.dispatch.seat import named, with_clocks
from jishi.dispatch.store import Book
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be decided of a ticket. `route` is how it came to its team."""

    route: Route
    placed: Placed
    book: Book


async def foresee(tx: Transaction, asked: Sequence[Asked], *, sent_to: dict[int, int] | None = None) -> list[Foreseen]:
    """Of each by itself, as if it were the next to come: in line with what waits, and not with the others. Tickets that
    do not exist are told apart by any numbers below zero; `sent_to` is where a routing rule would send each."""
    book = await store.book(tx)
    sent_to = sent_to or {}
    coming = [arrive(each, sent_to, book, now=tx.now) for each in asked]
    teams = {team_id for each in coming for team_id in each.open_to}
    desk = await store.look_at_desk(tx, teams, arriving=coming)
    clocks = await answer_clock(tx, [each.ticket_id for each in desk.waiting])
    waiting = with_clocks(desk.waiting, clocks)
    scene = book.scene(tx.now)
    found = []
    for before, each in zip(asked, coming, strict=True):
        seated = seating([each, *waiting], desk.candidates, scene)
        [placed] = [one for one in (*seated.given, *seated.left) if one.asked.ticket_id == each.ticket_id]
        found.append(Foreseen(route_of(before, sent_to, book), named(placed, book), book))
    return found
