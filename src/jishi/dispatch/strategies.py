"""The ways in which a queue finds who, behind one signature.

Which of several waiting tickets goes first is the same in all of them: the one that it costs most to let wait.
"""

from collections.abc import Mapping

from jishi.dispatch.index import pressing
from jishi.dispatch.model import Asked, Candidate, Merit, Rank, Scene, Strategy, Way, Why


def best_suited(asked: Asked, candidate: Candidate, scene: Scene) -> Rank:  # noqa: ARG001 - one signature
    """Who knows the customer; who suits best; the least load for one's capacity; the longest idle."""
    share = load_share(candidate)
    return Rank((_known(asked, candidate), _suited(asked, candidate), *_even(candidate, share)), round(1 - share, 4))


def least_load(asked: Asked, candidate: Candidate, scene: Scene) -> Rank:  # noqa: ARG001 - one signature
    """Who knows the customer, then the least load for one's capacity, then the longest idle."""
    share = load_share(candidate)
    return Rank((_known(asked, candidate), *_even(candidate, share)), round(1 - share, 4))


def in_turn(asked: Asked, candidate: Candidate, scene: Scene) -> Rank:
    """The next by number after whoever had the last one. The pointer is a number, not a place in a list: it holds when
    that colleague leaves, and when only some may take the ticket."""
    last = scene.queue(asked).last_given or 0
    merits = (Merit(Why.TURN, float(candidate.id <= last)), Merit(Why.TURN, candidate.id))
    return Rank(merits, round(1 - load_share(candidate), 4))


def longest_idle(asked: Asked, candidate: Candidate, scene: Scene) -> Rank:  # noqa: ARG001 - one signature
    """Who has waited longest for a ticket."""
    idle = Merit(Why.IDLE, candidate.idle_since.timestamp())
    return Rank((idle, Merit(Why.ORDER, candidate.id)), round(1 - load_share(candidate), 4))


WAYS: Mapping[Strategy, Way] = {
    Strategy.INDEX: Way(who=best_suited, which=pressing),
    Strategy.LEAST_LOAD: Way(who=least_load, which=pressing),
    Strategy.ROUND_ROBIN: Way(who=in_turn, which=pressing),
    Strategy.LONGEST_IDLE: Way(who=longest_idle, which=pressing),
    Strategy.PULL: Way(who=best_suited, which=pressing),
}


def load_share(candidate: Candidate) -> float:
    return candidate.load / candidate.capacity if candidate.capacity else 1.0


def _known(asked: Asked, candidate: Candidate) -> Merit:
    return Merit(Why.PREVIOUS, float(candidate.id != asked.previous))


def _suited(asked: Asked, candidate: Candidate) -> Merit:
    """Hard ones to veterans, simple ones to newcomers, all others to who can do least else."""
    if asked.complexity == "complex":
        return Merit(Why.EXPERT, -_grade(asked, candidate))
    if asked.complexity == "simple":
        return Merit(Why.NEWCOMER, _grade(asked, candidate))
    return Merit(Why.FEWEST_SKILLS, len(candidate.skills))


def _grade(asked: Asked, candidate: Candidate) -> float:
    """In the skills it needs; where it needs none, the best that they have."""
    if asked.needs:
        return sum(candidate.skills.get(need.skill_id, 0) for need in asked.needs) / len(asked.needs)
    return max(candidate.skills.values(), default=0)


def _even(candidate: Candidate, share: float) -> tuple[Merit, Merit, Merit]:
    idle = Merit(Why.IDLE, candidate.idle_since.timestamp())
    return Merit(Why.LIGHTEST, share), idle, Merit(Why.ORDER, candidate.id)
