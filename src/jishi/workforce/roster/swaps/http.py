"""Swaps, over HTTP."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec
from litestar import delete, get, post, put

from jishi.identity import settings as workspace_settings
from jishi.identity.find import names_of
from jishi.identity.guards import requires
from jishi.identity.model import Caller, Permission
from jishi.identity.parameters import After, Id, Limit
from jishi.kernel import cursors
from jishi.storage.transaction import Transaction
from jishi.workforce.roster import store as roster
from jishi.workforce.roster.model import Swap
from jishi.workforce.roster.shapes import Answer, Decision, SwapAsked, SwapView, swap_view
from jishi.workforce.roster.swaps import store
from jishi.workforce.roster.swaps.swap import answer_swap, ask_swap, decide_swap, withdraw_swap

OWN = [requires(Permission.PRESENCE_OWN)]
MANAGE = [requires(Permission.WORKFORCE_MANAGE)]
TAGS = ["roster"]


class Swaps(msgspec.Struct, kw_only=True):
    items: list[SwapView]
    next: str | None = None


@get("/swaps", guards=OWN, tags=TAGS)
async def list_swaps(tx: Transaction, caller: Caller, limit: Limit = 50, after: After = None) -> Swaps:
    """The newest first: everybody's for who approves, else those that the caller asked for or is asked."""
    whose = None if caller.may(Permission.WORKFORCE_MANAGE) else caller.person_id
    place = cursors.decode(after) if after else None
    found = await store.recent(tx, person_id=whose, after=place, limit=limit + 1)
    more, found = len(found) > limit, found[:limit]
    return Swaps(items=await _views(tx, found), next=cursors.encode(found[-1].asked_at, found[-1].id) if more else None)


@post("/swaps", guards=OWN, tags=TAGS)
async def post_swap(tx: Transaction, caller: Caller, data: SwapAsked) -> SwapView:
    """Ask a colleague to take a shift of the caller's."""
    swap = await ask_swap(
        tx, data.shift_id, from_id=caller.person_id, to_id=data.to_id, return_id=data.return_id, note=data.note
    )
    return (await _views(tx, [swap]))[0]


@put("/swaps/{swap_id:int}/answer", guards=OWN, tags=TAGS)
async def answer_swap_route(tx: Transaction, caller: Caller, swap_id: Id, data: Answer) -> SwapView:
    """The asked colleague agrees, or does not."""
    return (await _views(tx, [await answer_swap(tx, swap_id, accept=data.accept, by=caller.person_id)]))[0]


@put("/swaps/{swap_id:int}/decision", guards=MANAGE, tags=TAGS)
async def decide_swap_route(tx: Transaction, caller: Caller, swap_id: Id, data: Decision) -> SwapView:
    """A supervisor approves or refuses."""
    return (await _views(tx, [await decide_swap(tx, swap_id, approve=data.approve, by=caller.person_id)]))[0]


@delete("/swaps/{swap_id:int}", guards=OWN, tags=TAGS, status_code=200)
async def delete_swap(tx: Transaction, caller: Caller, swap_id: Id) -> SwapView:
    """Take one's own question back."""
    return (await _views(tx, [await withdraw_swap(tx, swap_id, by=caller.person_id)]))[0]


async def _views(tx: Transaction, swaps: Sequence[Swap]) -> list[SwapView]:
    zone = ZoneInfo((await workspace_settings.workspace(tx)).zone)
    ids = {key for swap in swaps for key in (swap.from_id, swap.to_id, swap.decided_by) if key}
    names = await names_of(tx, ids)
    shifts = await roster.shifts_by_id(tx, {key for swap in swaps for key in (swap.shift_id, swap.return_id) if key})
    return [swap_view(swap, names, shifts, zone) for swap in swaps]


routes = [list_swaps, post_swap, answer_swap_route, decide_swap_route, delete_swap]
