"""Whom a decision looked at, for one that is not kept."""

from collections.abc import Sequence

from jishi.dispatch import store
from jishi.dispatch.http import ConsideredView, Shown
from jishi.dispatch.model import Considered
from jishi.storage.transaction import Transaction


async def show_considered(tx: Transaction, seen: Sequence[Considered], *, language: str) -> list[ConsideredView]:
    """The eligible first, the better placed before the others."""
    people = await store.names(tx, [each.id for each in seen])
    shown = Shown(people, await store.skill_names(tx), language)
    ranked = sorted(seen, key=lambda each: tuple(merit.value for merit in each.rank.merits) if each.rank else ())
    eligible = [each for each in ranked if each.why_not is None]
    return [shown.considered(each) for each in (*eligible, *(each for each in seen if each.why_not is not None))]
