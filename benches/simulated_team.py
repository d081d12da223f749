"""A team and its customers, to try ways of dispatching on: who works when, and who writes when about what.

The figures are those of a mid-sized desk: 20 agents with one to three of three skills, shifts from 8 to 20 o'clock with
a break, three classes of urgency, two peaks a day, and customers who write again. Minutes count on an axis of business
time: day `d` begins at `720 · d`. What chance decides is drawn beforehand, so that every way meets the same customers.
"""

import math
import random
from dataclasses import dataclass

DAY = 720.0  # minutes from 8 to 20 o'clock
BREAK = 30.0
SHIFTS = ((0.0, 480.0), (120.0, 600.0), (240.0, 720.0))
SKILLS = ("billing", "tech", "returns")
MINUTES = {"billing": 8.0, "tech": 14.0, "returns": 7.0}  # mean of a contact
MIX = {"billing": 0.40, "tech": 0.32, "returns": 0.28}
LEVELS = {"urgent": 0.10, "important": 0.30, "normal": 0.60}
FIRST = {"urgent": 30.0, "important": 90.0, "normal": 360.0}  # promised minutes to the first reply
NEXT = {"urgent": 60.0, "important": 240.0, "normal": 480.0}
KNOWN, STRANGE = 0.8, 1.2  # how long a further contact takes who knows the case, and anybody else
AGAIN, AGAIN_AFTER = 0.4, 120.0  # how likely a customer writes again, and after how many minutes on average
VARIES, SPREAD = 0.125, 0.9  # of a day's volume; of a contact's minutes: standard deviation over mean
OVERNIGHT = 0.12  # of a day's customers wrote before it began
# Customers in each half-hour of the day, with a peak in the morning and a lower one in the afternoon.
PROFILE = (3, 5, 7, 8, 8, 7, 6, 5, 4, 4, 5, 6, 7, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2, 1)


@dataclass(frozen=True, slots=True)
class Agent:
    """`speed` divides what a contact takes; `rest` is when the break begins, in minutes of the day."""

    id: int
    skills: tuple[str, ...]
    speed: float
    shift: tuple[float, float]
    rest: float | None


@dataclass(frozen=True, slots=True)
class Case:
    """A customer's request: the minutes of each contact that it takes, and after how long each further one comes."""

    number: int
    at: float
    skill: str
    level: str
    minutes: tuple[float, ...]
    delays: tuple[float, ...]


def team() -> list[Agent]:
    """Eight with one skill, ten with two, two with all three; the speeds spread evenly from 0.85 to 1.2."""
    two = (("billing", "tech"), ("tech", "returns"), ("billing", "returns"))
    known: list[tuple[str, ...]] = [
        (skill,) for skill, people in zip(SKILLS, (3, 3, 2), strict=True) for _ in range(people)
    ]
    known += [skills for skills, people in zip(two, (3, 4, 3), strict=True) for _ in range(people)] + [SKILLS] * 2
    agents = []
    for place, skills in enumerate(known):
        begin, end = SHIFTS[place % 3]
        speed = 0.85 + 0.35 * (place * 7 % 20) / 19
        agents.append(Agent(place + 1, skills, speed, (begin, end), begin + 195 + place % 4 * 15))
    return agents


def per_day(agents: list[Agent], load: float) -> float:
    """Customers a day who keep these agents busy for `load` of their time."""
    minutes = sum(agent.speed * (agent.shift[1] - agent.shift[0] - BREAK) for agent in agents)
    contact = sum(MIX[skill] * MINUTES[skill] for skill in SKILLS)
    return load * minutes / (contact / (1 - AGAIN))


def cases(seed: int, *, a_day: float, days: int) -> list[Case]:
    """Everybody who writes, in order."""
    chance = random.Random(seed)
    found: list[Case] = []
    for day in range(days):
        volume = a_day * max(chance.gauss(1.0, VARIES), 0.5)
        instants = [day * DAY] * _poisson(chance, volume * OVERNIGHT)
        for half_hour, share in enumerate(PROFILE):
            begin = day * DAY + half_hour * 30
            expected = volume * (1 - OVERNIGHT) * share / sum(PROFILE)
            instants += sorted(begin + chance.random() * 30 for _ in range(_poisson(chance, expected)))
        found += [_case(chance, len(found) + place, at) for place, at in enumerate(instants)]
    return found


def _case(chance: random.Random, number: int, at: float) -> Case:
    [skill] = chance.choices(SKILLS, weights=list(MIX.values()))
    [level] = chance.choices(list(LEVELS), weights=list(LEVELS.values()))
    minutes, delays = [contact(chance, MINUTES[skill])], []
    while chance.random() < AGAIN:
        delays.append(chance.expovariate(1 / AGAIN_AFTER))
        minutes.append(contact(chance, MINUTES[skill]))
    return Case(number, at, skill, level, tuple(minutes), tuple(delays))


def contact(chance: random.Random, mean: float) -> float:
    """Minutes, from a lognormal distribution."""
    variance = math.log(1 + SPREAD**2)
    return chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


def _poisson(chance: random.Random, expected: float) -> int:
    """How many come when so many are expected: exponential gaps until the time is up."""
    count, at = 0, chance.expovariate(1.0)
    while at < expected:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count
