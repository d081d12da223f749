"""Tell people, once each. What a batch of reactions has to tell is found out and stored together."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from jishi.clock.model import Rung, Timer
from jishi.notify import rules, store
from jishi.notify.delivery.enqueue import enqueue
from jishi.notify.facts import NoticeGiven
from jishi.notify.model import Notice, Scene
from jishi.storage.transaction import Transaction

Compose = Callable[[Transaction, list[Any]], Awaitable[list[list[Notice]]]]
"""What is to be told of each of these, in their order."""


def tell(tx: Transaction, compose: Compose, of: Any) -> None:
    """Have it composed with all of its kind, and given with all there is to tell, before the transaction commits."""
    tx.gather(_tell_all, (compose, of))


async def _tell_all(tx: Transaction, asked: list[tuple[Compose, Any]]) -> None:
    """What was asked for first is told first, whatever it was composed with."""
    places: dict[Compose, list[int]] = {}
    for place, (compose, _) in enumerate(asked):
        places.setdefault(compose, []).append(place)
    told: list[list[Notice]] = [[] for _ in asked]
    for compose, those in places.items():
        for place, notices in zip(those, await compose(tx, [asked[place][1] for place in those]), strict=True):
            told[place] = notices
    await give(tx, [notice for notices in told for notice in notices])


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
    return (await look_at(tx, {ticket_id: rungs})).get(ticket_id)


async def look_at(
    tx: Transaction, rungs: Mapping[int, Iterable[Rung]], *, people: Iterable[int] = ()
) -> dict[int, Scene]:
    """Tickets, each with everybody whom its rungs, or the fallback, may mean, and these people. Of those that are no
    more, nothing."""
    if not rungs:
        return {}
    words = {tuple(word.partition(":")) for those in rungs.values() for rung in those for word in rung.to}
    return await store.scenes(
        tx,
        rungs,
        roles={what for which, _, what in words if which == "on_shift"} | {*rules.ROLES.values()},
        people={*people} | {int(what) for which, _, what in words if which == "person" and what.isdecimal()},
        whole_teams=any(which == "team" for which, _, _ in words),
    )


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
