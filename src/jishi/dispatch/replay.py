"""A decision as it is kept, and made again from what was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from jishi.dispatch import rules
from jishi.dispatch.model import Asked, Candidate, Considered, Decision, Merit, Rank, Scene, Strategy, Why, WhyNot


def replay(
    asked: Mapping[str, Any],
    considered: Sequence[Sequence[Any]],
    scene: Mapping[str, Any],
    names: Mapping[int, str],
    *,
    code: str | None = None,
) -> Decision:
    """The decision that the rules of today take on what was seen then. Names are not kept: `names` has those of today.
    `code` is why it was decided: who asked for the next ticket was given one though its queue gives none."""
    people = [unpack(packed).candidate for packed in considered]
    named = [replace(each, name=names.get(each.id, f"#{each.id}")) for each in people]
    ticket, around = msgspec.convert(asked, Asked, strict=False), msgspec.convert(scene, Scene, strict=False)
    if code == Why.PULLED:
        queue = replace(around.queue(ticket), strategy=Strategy.INDEX)
        around = replace(around, queues={**around.queues, queue.team_id: queue})
    return rules.choose(ticket, named, around)


def is_same(row: Mapping[str, Any], again: Decision) -> bool:
    """Whether a decision made again is the one of the record. One that was only offered names nobody: whom it was
    offered to stands in the ranks."""
    if row["code"] == Why.OFFERED:
        ranked = [each for each in map(unpack, row["considered"]) if each.rank is not None]
        return bool(ranked) and again.agent_id == min(ranked, key=rules.MERITS).id
    if row["agent_id"] is None:
        return again.agent_id is None and again.why == row["code"]
    return bool(again.agent_id == row["agent_id"])


def pack_all(decision: Decision) -> list[list[Any]]:
    """Everybody who was considered."""
    return [pack(each) for each in decision.considered]


def pack(considered: Considered) -> list[Any]:
    """A candidate as stored: a large team is kept with every decision, so no names for what everybody has, and no
    room for what goes without saying. Their names are not kept: they are looked up."""
    seen, rank = considered.candidate, considered.rank
    merits = [[merit.why, merit.value] for merit in rank.merits] if rank else None
    idle_since = round(seen.idle_since.timestamp(), 6)
    return [seen.id, considered.why_not, seen.load, seen.capacity, idle_since, considered.score, merits, _rest(seen)]


def unpack(packed: Sequence[Any]) -> Considered:
    """What `pack` was given, but for the name. Raises ValueError for what `pack` never made."""
    person_id, why_not, load, capacity, idle_since, score, merits, rest = packed
    candidate = Candidate(
        id=person_id, name="", load=load, capacity=capacity, idle_since=_instant(idle_since), **_told(rest)
    )
    rank = None if merits is None else Rank(tuple(Merit(Why(why), value) for why, value in merits), score)
    return Considered(candidate, WhyNot(why_not) if why_not else None, rank)


def _rest(seen: Candidate) -> dict[str, Any]:
    rest = {
        "gone": not seen.active,
        "status": None if seen.status == "online" else seen.status,
        "teams": sorted(seen.team_ids),
        "skills": list(seen.skills.items()),
        "languages": sorted(seen.languages),
        "rostered": seen.rostered,
        "until": seen.shift_until and round(seen.shift_until.timestamp(), 6),
        "lead": seen.lead,
        "handling": dict(seen.handling),
    }
    return {name: told for name, told in rest.items() if told}


def _told(rest: Mapping[str, Any]) -> dict[str, Any]:
    until = rest.get("until")
    return {
        "active": "gone" not in rest,
        "status": rest.get("status", "online"),
        "team_ids": frozenset(rest.get("teams", ())),
        "skills": dict(rest.get("skills", ())),
        "languages": frozenset(rest.get("languages", ())),
        "rostered": "rostered" in rest,
        "shift_until": None if until is None else _instant(until),
        "lead": rest.get("lead", False),
        "handling": rest.get("handling", {}),
    }


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
