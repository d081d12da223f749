"""Which team, who of it, and who goes first. Pure: the same rules decide live, in a replay and in a simulation."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from jishi.dispatch.model import Asked, Candidate, Considered, Decision, Merit, Rank, Route, Routed, Why, WhyNot
from jishi.identity.model import Team

# Ranks a candidate for a ticket. Least load, round robin, longest idle or the cost of being late are all of this shape.
Strategy = Callable[[Asked, Candidate], Rank]

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


def least_load(asked: Asked, candidate: Candidate) -> Rank:
    """The customer's previous agent, then the least load for one's capacity, then the longest idle."""
    share = candidate.load / candidate.capacity if candidate.capacity else 1.0
    merits = (
        Merit(Why.PREVIOUS, float(candidate.id != asked.previous)),
        Merit(Why.LIGHTEST, share),
        Merit(Why.IDLE, candidate.idle_since.timestamp()),
        Merit(Why.ORDER, candidate.id),
    )
    return Rank(merits, round(1 - share, 4))


def choose(asked: Asked, candidates: Sequence[Candidate], strategy: Strategy = least_load) -> Decision:
    """The best of those who are eligible, with what was seen of everybody. Nobody, when nobody is eligible."""
    hurdles = {candidate.id: hurdle(asked, candidate) for candidate in candidates}
    ranks = {c.id: strategy(asked, c) for c in candidates if hurdles[c.id] is None}
    considered = tuple(Considered(c, hurdles[c.id], ranks.get(c.id)) for c in candidates)
    if not ranks:
        return _nobody(considered)
    best, *others = sorted((c for c in candidates if c.id in ranks), key=lambda c: _values(ranks[c.id]))
    why = _difference(ranks[best.id], ranks[others[0].id]) if others else Why.ONLY
    params = {"agent": best.name, "load": best.load, "capacity": best.capacity}
    return Decision(agent_id=best.id, why=why, params=params, considered=considered)


def hurdle(asked: Asked, candidate: Candidate) -> WhyNot | None:
    """The first thing that stands between a candidate and the ticket."""
    return next((why for why, stands in HURDLES if stands(asked, candidate)), None)


HURDLES: tuple[tuple[WhyNot, Callable[[Asked, Candidate], bool]], ...] = (
    (WhyNot.DEACTIVATED, lambda _, c: not c.active),
    (WhyNot.ELSEWHERE, lambda asked, c: asked.team_id is not None and asked.team_id not in c.team_ids),
    (WhyNot.OFFLINE, lambda _, c: c.status == "offline"),
    (WhyNot.AWAY, lambda _, c: c.status == "away"),
    (WhyNot.DECLINED, lambda asked, c: c.id in asked.declined),
    (WhyNot.FULL, lambda asked, c: c.load + asked.weight > c.capacity),
)


def is_member(asked: Asked, candidate: Candidate) -> bool:
    """Worth considering: in the team, or the one the customer knows, whose absence from it the record should show."""
    return asked.team_id is None or asked.team_id in candidate.team_ids or candidate.id == asked.previous


def has_room(candidate: Candidate) -> bool:
    """For some ticket, if not for every one."""
    return candidate.active and candidate.status == "online" and candidate.load < candidate.capacity


def seated(candidate: Candidate, asked: Asked, *, at: datetime) -> Candidate:
    """The same after being given the ticket."""
    return replace(candidate, load=candidate.load + asked.weight, idle_since=max(at, candidate.idle_since))


def in_order(waiting: Iterable[Asked], tiers: Sequence[str]) -> list[Asked]:
    """Who goes first: the most urgent level, then the best tier, then the one due first, then the oldest."""
    return sorted(waiting, key=lambda asked: urgency(asked, tiers))


def urgency(asked: Asked, tiers: Sequence[str]) -> tuple[int, int, bool, datetime, int]:
    """Less goes first. A level or tier that nobody knows any more goes last, and what nothing was promised for."""
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


def _values(rank: Rank) -> tuple[float, ...]:
    return tuple(merit.value for merit in rank.merits)


def _difference(best: Rank, second: Rank) -> Why:
    """The first merit in which the two differ: that settled it."""
    pairs = zip(best.merits, second.merits, strict=True)
    return next((mine.why for mine, theirs in pairs if mine.value != theirs.value), Why.ORDER)


def _nobody(considered: tuple[Considered, ...]) -> Decision:
    counts = Counter(each.why_not for each in considered if each.why_not is not WhyNot.ELSEWHERE)
    absent = counts[WhyNot.OFFLINE] + counts[WhyNot.AWAY]
    here = counts.total() - counts[WhyNot.DEACTIVATED]
    if here == 0:
        why = Why.NO_MEMBERS
    elif absent == here:
        why = Why.NOBODY_ONLINE
    elif counts[WhyNot.FULL] + absent == here:
        why = Why.ALL_FULL
    else:
        why = Why.NOBODY_FREE
    params = {str(code): number for code, number in counts.items() if code is not None}
    return Decision(agent_id=None, why=why, params=params, considered=considered)
