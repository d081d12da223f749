"""Tell people, once each."""

from collections.abc import Iterable, Sequence
from typing import Any

from jishi.clock.model import Rung, Timer
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import enqueue
from jishi.notify.facts import NoticeGiven
from jishi.notify.model import Notice, Scene
from jishi.storage.transaction import Transaction


async def give(tx: Transaction, notices: Sequence[Notice]) -> list[Notice]:
    """Those that were not given before stand in their people's notice centres now, and on their way out."""
    given = await store.give(tx, notices) if notices else []
    await tx.record(
        *(
            NoticeGiven(
                at=notice.at,
                ticket_id=notice.ticket_id,
                notice_id=notice.id,
                person_id=notice.person_id,
                notice_kind=notice.kind,
                media=notice.media,
            )
            for notice in given
        )
    )
    await enqueue(tx, given)
    return given


async def look(tx: Transaction, ticket_id: int, rungs: Iterable[Rung] = ()) -> Scene | None:
    """The ticket with everybody whom these rungs, or the fallback, may mean."""
    words = [word.partition(":") for rung in rungs for word in rung.to]
    people = {int(what) for which, _, what in words if which == "person" and what.isdecimal()}
    roles = {what for which, _, what in words if which == "on_shift"}
    return await store.scene(tx, ticket_id, roles=roles | {*rules.ROLES.values()}, people=people)


def of_ticket(scene: Scene) -> dict[str, Any]:
    """What every notice about a ticket says."""
    owner = scene.name_of(scene.owner_id)
    return {"number": scene.number, "subject": scene.subject, "level": scene.level, "owner": owner}


def of_promise(scene: Scene, timer: Timer, *, at_work: Sequence[str] = ()) -> dict[str, Any]:
    return {
        **of_ticket(scene),
        "timer_kind": timer.kind.value,
        "promise": timer.promise,
        "due_at": timer.due_at,
        "round": 0,
        "at_work": list(at_work),
    }
