"""How pressing a waiting ticket is: what it costs to let it wait on, for the time that answering it takes.

The generalised cμ rule, with a smooth cost of breaking a promise: the density of the chance that it breaks now, and a
little for having waited at all, so that what is late already is not forgotten. Everything is in seconds.
"""

from math import exp

from jishi.dispatch.model import DEFAULT_HANDLING, UNPROMISED, Asked, Candidate, Scene

LATE = 0.15  # how much plain waiting counts beside the promise
SPREAD, LEAST_SPREAD = 0.12, 180.0  # how sharply the promise is felt: a share of the target and three minutes
PATIENCE = 3.0  # what has waited so many times its target goes next, whatever it weighs
GUARD = 1e6  # above every index


def pressing(asked: Asked, candidate: Candidate, scene: Scene) -> float:
    """The index of a ticket for somebody who is free. More goes first."""
    waited, target = promise(asked, scene)
    if waited > PATIENCE * target:
        return GUARD + waited / target
    return index(waited, target, handling=handling(asked, candidate), weight=weight(asked, scene))


def index(waited: float, target: float, *, handling: float, weight: float) -> float:
    """`w·(g + 0.15·(W/T)/T)/E[S]`, where g is the logistic density of (W+E[S]-T)/σ, divided by σ = 0.12·T + 3 min."""
    spread = SPREAD * target + LEAST_SPREAD
    tail = exp(-abs(waited + handling - target) / spread)  # symmetrical, so that nothing overflows
    density = tail / (1 + tail) ** 2 / spread
    return weight * (density + LATE * waited / target**2) / handling


def promise(asked: Asked, scene: Scene) -> tuple[float, float]:
    """Seconds waited and seconds promised. Without a clock a working day stands for the promise."""
    if asked.target is not None and asked.target > 0:
        return max(asked.waited, 0.0), asked.target
    return wall_wait(asked, scene), UNPROMISED


def wall_wait(asked: Asked, scene: Scene) -> float:
    """Seconds since it began to wait, whatever the calendar says."""
    return max((scene.now - (asked.since or asked.created_at)).total_seconds(), 0.0)


def handling(asked: Asked, candidate: Candidate) -> float:
    """Seconds this person is expected to work on a ticket of this type."""
    known = candidate.handling
    return known.get(asked.type or "") or known.get("") or DEFAULT_HANDLING


def weight(asked: Asked, scene: Scene) -> float:
    """What being late with it counts: by level, for the best tier, and for who is angry."""
    weights = scene.weights
    best = weights.best_tier if scene.tiers and asked.tier == scene.tiers[0] else 1.0
    return weights.levels.get(asked.level, 1.0) * best * weights.moods.get(asked.mood or "", 1.0)
