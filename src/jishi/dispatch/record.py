"""A decision of many at once as it is kept. Everybody who was there, and who was given what, is kept once for all
decisions of a transaction; each keeps only a letter for everybody, and how many came before it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from jishi.dispatch import replay, rules
from jishi.dispatch.board import Placed
from jishi.dispatch.model import Asked, Candidate, Considered, Decision, Scene, WhyNot
from jishi.dispatch.wishes import ease

LETTERS: Mapping[WhyNot | None, str] = {
    None: "y", WhyNot.DEACTIVATED: "x", WhyNot.ELSEWHERE: "e", WhyNot.OFF_SHIFT: "s", WhyNot.OFFLINE: "o",
    WhyNot.BREAK: "b", WhyNot.AWAY: "a", WhyNot.WRAP_UP: "w", WhyNot.UNSKILLED: "u", WhyNot.LANGUAGE: "l",
    WhyNot.DECLINED: "d", WhyNot.FULL: "f",
}  # fmt: skip
VERDICTS = {letter: why_not for why_not, letter in LETTERS.items()}
NOT_LOOKED_AT = "-"


class Panel:
    """The people of one transaction, as they were before it gave anything to anybody, and what it gave them, in the
    order in which it was decided."""

    def __init__(self, candidates: Sequence[Candidate], scene: Scene, given: Sequence[Placed]) -> None:
        packed = [replay.pack(Considered(each)) for each in candidates]
        self.people = [[row[0], row[3], _lasting(row[7])] for row in packed]
        self.state = [[row[2], row[4], row[7].get("status")] for row in packed]
        self.scene = scene
        self.id = _number(self.people)
        self.given: list[list[int]] = []
        self._places = {each.id: place for place, each in enumerate(candidates)}
        self._before: dict[int, int] = {}
        people = {each.id: each for each in candidates}
        for placed in given:
            self._before[placed.asked.ticket_id] = len(self.given)
            agent = people[placed.decision.agent_id or 0]
            people[agent.id] = after = rules.seated(agent, placed.asked, at=scene.now)
            self.given.append([agent.id, after.load])

    def verdicts(self, decision: Decision) -> str:
        letters, places = [NOT_LOOKED_AT] * len(self.people), self._places
        for each in decision.considered:
            letters[places[each.candidate.id]] = LETTERS[each.why_not]
        return "".join(letters)

    def nth(self, asked: Asked) -> int:
        """How many had been given away before it was decided; all, for one that is left."""
        return self._before.get(asked.ticket_id, len(self.given))

    def turn(self, scene: Scene) -> dict[str, Any] | None:
        """What differs from the scene in which the transaction began."""
        return None if scene is self.scene else {"queues": msgspec.to_builtins(scene.queues, str_keys=True)}


def unfold(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `assignments`, with its desk, as if all had been kept in it: `considered` as `replay.pack` has it."""
    kept = dict(row)
    people, state, scene = kept.pop("people"), kept.pop("state"), kept.pop("desk_scene")
    given, nth, changed = kept.pop("given"), kept.pop("nth"), kept.pop("changed")
    if kept["desk_id"] is None:
        return kept
    kept["scene"] = {**scene, **(kept["scene"] or {})}
    # Before there was `given`, each kept by itself who had been given something: person and load by turns.
    loads = dict(zip(changed[::2], changed[1::2], strict=True)) if nth is None else dict(given[:nth])
    seen = _seen(people, state, kept["verdicts"], loads, scene["now"])
    kept["considered"] = _judged(seen, kept)
    return kept


def _judged(seen: list[tuple[Candidate, WhyNot | None]], row: Mapping[str, Any]) -> list[list[Any]]:
    """The reasons are as they were kept; the ranks are what the rules say of what was kept."""
    asked = msgspec.convert(row["asked"], Asked, strict=False)
    scene = msgspec.convert(row["scene"], Scene, strict=False)
    eased = ease(asked, [candidate for candidate, _ in seen], scene)
    return [
        replay.pack(
            Considered(candidate, why_not, rules.consider(eased, candidate, scene).rank if why_not is None else None)
        )
        for candidate, why_not in seen
    ]


def _seen(
    people: Sequence[Any], state: Sequence[Any], verdicts: str, loads: Mapping[int, int], now: str
) -> list[tuple[Candidate, WhyNot | None]]:
    given_at = datetime.fromisoformat(now).timestamp()
    found = []
    for (person_id, capacity, lasting), (load, idle_since, status), letter in zip(people, state, verdicts, strict=True):
        if letter == NOT_LOOKED_AT:
            continue
        if person_id in loads:
            load, idle_since = loads[person_id], max(idle_since, given_at)  # noqa: PLW2901 - as it was by then
        rest = {**lasting, **({"status": status} if status else {})}
        why_not = VERDICTS[letter]
        packed = [person_id, why_not, load, capacity, idle_since, None, None, rest]
        found.append((replay.unpack(packed).candidate, why_not))
    return found


def _lasting(rest: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in rest.items() if name != "status"}


def _number(people: object) -> int:
    """The same for the same people. Signed, as the column is."""
    digest = hashlib.blake2b(msgspec.json.encode(people), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
