"""Which team, who of it, and who goes first. Pure: the same rules decide live, in a replay and in a simulation."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from jishi.dispatch.hurdles import ABSENT, absent, hurdle, is_open, speaks
from jishi.dispatch.model import (
    Asked,
    Candidate,
    Considered,
    Decision,
    Merit,
    Route,
    Routed,
    Scene,
    Strategy,
    Way,
    Why,
    WhyNot,
)
from jishi.dispatch.strategies import WAYS
from jishi.dispatch.wishes import Eased, ease
from jishi.identity.model import Team

MERITS: Callable[[Considered], tuple[Merit, ...]] = attrgetter("rank.merits")  # of somebody who is eligible
Ways = Mapping[Strategy, Way]

LEVELS = ("urgent", "important", "normal")


def route(asked: Asked, teams: Iterable[Team]) -> Route:
    """The team somebody chose; else the first by name that takes the type; else the default team; else everybody."""
    by_name = sorted(teams, key=lambda team: (team.name, team.id))
    if not asked.routed and asked.team_id in {team.id for team in by_name}:
        return Route(asked.team_id, Routed.ASKED)
    for team in by_name:
        if asked.type is not None and asked.type in team.types:
            return Route(team.id, Routed.TYPE)
    default = next((team for team in by_name if team.is_default), None)
    return Route(default.id, Routed.DEFAULT) if default else Route(None, Routed.NO_TEAM)


def choose(asked: Asked, candidates: Sequence[Candidate], scene: Scene | None = None) -> Decision:
    """The best of those who are eligible, with what was seen of everybody. Nobody, when nobody is eligible.
    `candidates` are all who may be considered, at work or not."""
    scene = scene or Scene(now=asked.since or asked.created_at)
    if scene.queue(asked).strategy is Strategy.PULL:
        return Decision(agent_id=None, why=Why.TO_PULL, strategy=Strategy.PULL)
    eased = ease(asked, candidates, scene)
    return decide(eased, [consider(eased, each, scene) for each in candidates], scene)


def consider(eased: Eased, candidate: Candidate, scene: Scene, ways: Ways = WAYS) -> Considered:
    """Why not, or how the queue's strategy ranks them."""
    asked = eased.asked
    if why_not := hurdle(asked, candidate, scene):
        return Considered(candidate, why_not)
    rank = ways[scene.queue(asked).strategy].who(asked, candidate, scene)
    if eased.skills or eased.language:
        rank = replace(rank, merits=(Merit(Why.WISHED, eased.lacks(candidate)), *rank.merits))
    return Considered(candidate, None, rank)


def decide(eased: Eased, considered: Sequence[Considered], scene: Scene) -> Decision:
    """Among those who were considered."""
    strategy = scene.queue(eased.asked).strategy
    able = [each for each in considered if each.rank is not None]
    if able:
        best = min(able, key=MERITS)
        others = [each for each in able if each is not best]
        return Decision(
            agent_id=best.id,
            why=_difference(best, min(others, key=MERITS)) if others else Why.ONLY,
            params=given(eased, best.candidate, scene),
            considered=tuple(considered),
            strategy=strategy,
        )
    why, params = waits(eased.asked, considered)
    return Decision(agent_id=None, why=why, params=params, considered=tuple(considered), strategy=strategy)


def given(eased: Eased, agent: Candidate, scene: Scene) -> dict[str, object]:
    """What the sentence tells of who was chosen: what they have of what was asked for, and how full they were."""
    asked = eased.asked
    told: dict[str, object] = {"agent": agent.name, "load": agent.load, "capacity": agent.capacity}
    if asked.needs:
        told["skills"] = [[need.name, need.grade] for need in asked.needs]
    if agent.languages and asked.language and asked.language_need != "ignored":
        told["language"] = asked.language
    if agent.rostered and agent.shift_until:
        told |= {"until": agent.shift_until.isoformat(), "zone": scene.zone}
    if eased.lacks(agent):
        told["fallback"] = eased.told
    if asked.team_id is not None and asked.team_id not in agent.team_ids:
        told["overflow"] = True
    return told


def waits(asked: Asked, considered: Sequence[Considered]) -> tuple[Why, dict[str, object]]:
    """Why nobody was found, and how many could not for which reason."""
    counts: Counter[WhyNot | None] = Counter(
        each.why_not for each in considered if each.why_not is not WhyNot.ELSEWHERE
    )
    here = counts.total() - counts[WhyNot.DEACTIVATED]
    able = here - counts[WhyNot.UNSKILLED] - counts[WhyNot.LANGUAGE]
    gone = sum(counts[why] for why in (WhyNot.OFF_SHIFT, *ABSENT.values()))
    params: dict[str, object] = {str(code): number for code, number in counts.items() if code is not None}
    if here == 0:
        return Why.NO_MEMBERS, params
    if able == 0:
        return Why.NOBODY_SKILLED, params | _missing(asked, considered)
    if gone == able:
        return Why.NOBODY_ONLINE, params
    return Why.ALL_FULL if counts[WhyNot.FULL] + gone == able else Why.NOBODY_FREE, params


def is_member(asked: Asked, candidate: Candidate) -> bool:
    """Worth considering: in the team, or the one the customer knows, whose absence from it the record should show."""
    return is_open(asked, candidate) or candidate.id == asked.previous


def has_room(candidate: Candidate, scene: Scene | None = None) -> bool:
    """For some ticket, if not for every one."""
    here = scene is None or absent(candidate, scene) is None
    return here and candidate.active and candidate.status not in ABSENT and candidate.load < candidate.capacity


def seated(candidate: Candidate, asked: Asked, *, at: datetime) -> Candidate:
    """The same after being given the ticket."""
    load = candidate.load + min(asked.weight, candidate.capacity)
    return replace(candidate, load=load, idle_since=max(at, candidate.idle_since))


def urgency(asked: Asked, tiers: Sequence[str]) -> tuple[int, int, bool, datetime, int]:
    """Less goes first: the most urgent level, then the best tier, then the one due first, then the oldest. A level or
    tier that nobody knows any more goes last, and what nothing was promised for."""
    return (
        level_rank(asked),
        tier_rank(asked, tiers),
        asked.due_at is None,
        asked.due_at or asked.created_at,
        asked.ticket_id,
    )


def level_rank(asked: Asked) -> int:
    return LEVELS.index(asked.level) if asked.level in LEVELS else len(LEVELS)


def tier_rank(asked: Asked, tiers: Sequence[str]) -> int:
    """`tiers` are the workspace's, the best first."""
    return list(tiers).index(asked.tier) if asked.tier in tiers else len(tiers)


def _difference(best: Considered, second: Considered) -> Why:
    """The first merit in which the two differ: that settled it."""
    pairs = zip(MERITS(best), MERITS(second), strict=True)
    return next((mine.why for mine, theirs in pairs if mine.value != theirs.value), Why.ORDER)


def _missing(asked: Asked, considered: Sequence[Considered]) -> dict[str, object]:
    """The skills that nobody has in the grade it needs, and the language that nobody speaks; where each has somebody,
    all of them: nobody has them all."""
    people = [each.candidate for each in considered if each.why_not is not WhyNot.ELSEWHERE]
    language = asked.language if asked.language_need != "ignored" else None
    short = [need for need in asked.needs if not any(c.skills.get(need.skill_id, 0) >= need.grade for c in people)]
    unspoken = language if language and not any(speaks(each, language) for each in people) else None
    if not (short or unspoken):
        short, unspoken = list(asked.needs), language
    missing: dict[str, object] = {"missing": [[need.name, need.grade] for need in short]} if short else {}
    return missing | ({"language": unspoken} if unspoken else {})
