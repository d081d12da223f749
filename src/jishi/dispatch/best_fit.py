"""Many tickets given to others at once: the fit that is best for all of them together, not for each in turn.

Every ticket is a row and every free place of a person a column; the cheapest matching is found by the Hungarian method
(SciPy's, after Jonker and Volgenant). Costs are in units of a quarter of a full head: knowing the customer is worth
four, a skill that would lie idle costs half, and each further ticket makes a head fuller, so that the load spreads by
itself. To leave a ticket without anybody costs more than any fit, and more the more the ticket weighs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jishi.dispatch.hurdles import hurdle
from jishi.dispatch.index import handling, weight
from jishi.dispatch.model import Asked, Candidate, Scene
from jishi.dispatch.rules import seated
from jishi.dispatch.wishes import Eased, ease

KNOWN, SURPLUS, FULLNESS, SLOWNESS = 4.0, 0.5, 4.0, 1.0
LEFT_WAITING = 1_000.0
NEVER = 1e9
MOST_PLACES = 5_000  # in one matching, whose time and memory grow with them


@dataclass(frozen=True, slots=True)
class Fit:
    """Whom a ticket goes to, or nobody; `cost` to compare fits by."""

    asked: Asked
    agent: Candidate | None
    cost: float


def best_fit(asked: Sequence[Asked], candidates: Sequence[Candidate], scene: Scene) -> list[Fit]:
    """In the order asked. `candidates` are as they are before any of it. Nobody gets more than fits: where a matching
    puts too heavy a load on somebody, the lighter tickets of it are matched again among the others."""
    people = {each.id: each for each in candidates}
    open_ = [ease(each, candidates, scene) for each in asked]
    found: dict[int, Fit] = {}
    while open_:
        placed = False
        for eased, agent_id in _match(open_, list(people.values()), scene):
            agent = people[agent_id]
            if hurdle(eased.asked, agent, scene) is None:
                found[eased.asked.ticket_id] = Fit(eased.asked, agent, cost(eased, agent, 0, scene))
                people[agent_id] = seated(agent, eased.asked, at=scene.now)
                placed = True
        if not placed:
            break
        open_ = [eased for eased in open_ if eased.asked.ticket_id not in found]
    return [found.get(each.ticket_id) or Fit(each, None, _alone(each, scene)) for each in asked]


def cost(eased: Eased, agent: Candidate, taken: int, scene: Scene) -> float:
    """Of giving a ticket to somebody who is given `taken` others before; NEVER when they cannot have it."""
    asked = eased.asked
    if hurdle(asked, agent, scene) is not None:
        return NEVER
    surplus = len(agent.skills) - sum(need.skill_id in agent.skills for need in asked.needs)
    fullness = (agent.load + taken + min(asked.weight, agent.capacity) / 2) / agent.capacity
    strange = 0.0 if asked.previous in {None, agent.id} else KNOWN
    slowness = handling(asked, agent) / 600.0
    return strange + SURPLUS * surplus + FULLNESS * fullness + SLOWNESS * slowness + 2 * eased.lacks(agent)


def _match(open_: Sequence[Eased], people: Sequence[Candidate], scene: Scene) -> list[tuple[Eased, int]]:
    """The cheapest matching of tickets and places, the heaviest tickets first."""
    import numpy as np  # noqa: PLC0415 - a second that only who gives many tickets away has to wait for
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    most = min(len(open_), max(1, MOST_PLACES // max(1, len(people))))  # who could have more is asked again
    places = [(each, taken) for each in people for taken in range(min(each.capacity - each.load, most))]
    if not places:
        return []
    fuller = np.array([FULLNESS * taken / each.capacity for each, taken in places])
    costs = np.array([_row(eased, places, scene) for eased in open_]) + fuller
    stays = np.full((len(open_), len(open_)), NEVER)
    np.fill_diagonal(stays, [_alone(eased.asked, scene) for eased in open_])
    rows, columns = linear_sum_assignment(np.hstack([costs, stays]))
    pairs = [(open_[row], places[at][0].id) for row, at in zip(rows, columns, strict=True) if at < len(places)]
    return sorted(pairs, key=lambda pair: -pair[0].asked.weight)


def _row(eased: Eased, places: Sequence[tuple[Candidate, int]], scene: Scene) -> list[float]:
    """What a ticket costs in each place, apart from those filled before it."""
    by_person = {each.id: cost(eased, each, 0, scene) for each, taken in places if taken == 0}
    return [by_person[each.id] for each, _ in places]


def _alone(asked: Asked, scene: Scene) -> float:
    return LEFT_WAITING * weight(asked, scene)
