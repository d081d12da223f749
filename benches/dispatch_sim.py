"""Whether the default way of dispatching answers most customers in time, by simulation through the desk's own rules.

Every way meets the same customers, so that differences are between ways and not between days; each difference is given
with its 95 % confidence interval over independent histories. `python -m benches.dispatch_sim` prints the table.
"""

import math
import os
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import Any, NamedTuple

from benches.simulated_desk import Desk, Line, Plan
from benches.simulated_team import cases, per_day, team
from jishi.dispatch.model import Asked, Candidate, Scene, Strategy, Way
from jishi.dispatch.strategies import WAYS, best_suited

LOADS = (0.8, 0.9, 1.0)
FULL, QUICK = (15, 10), (4, 3)  # days, histories; in full as in docs/decisions/0018-the-index.md
# Two-sided 95 % points of Student's t by degrees of freedom.
STUDENT = {2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}


def due_first(asked: Asked, candidate: Candidate, scene: Scene) -> float:  # noqa: ARG001 - one signature
    return -(asked.due_at or asked.created_at).timestamp()


def oldest_first(asked: Asked, candidate: Candidate, scene: Scene) -> float:  # noqa: ARG001 - one signature
    return -(asked.since or asked.created_at).timestamp()


EARLIEST_DUE = {**WAYS, Strategy.INDEX: Way(who=best_suited, which=due_first)}
FIRST_COME = {**WAYS, Strategy.INDEX: Way(who=best_suited, which=oldest_first)}
DEFAULT = Plan(name="index (the default)")
# What a strategy of ours is, and after a dash what other desks do, for comparison.
PLANS = (
    DEFAULT,
    Plan(name="least load", strategy=Strategy.LEAST_LOAD),
    Plan(name="round robin", strategy=Strategy.ROUND_ROBIN),
    Plan(name="longest idle", strategy=Strategy.LONGEST_IDLE),
    Plan(name="pull, next button", line=Line.PULLED),
    Plan(name="- earliest deadline first", ways=EARLIEST_DUE),
    Plan(name="- skills + least load, pushed", strategy=Strategy.LEAST_LOAD, line=Line.PUSHED),
    Plan(name="- skills + round robin, pushed", strategy=Strategy.ROUND_ROBIN, line=Line.PUSHED),
    Plan(name="- pull, oldest first", line=Line.PULLED, ways=FIRST_COME),
)
# Another engine, another team of the same make: its shares of first replies in time, at the same loads.
# See docs/decisions/0018-the-index.md.
ELSEWHERE = {
    "index (the default)": (0.9946, 0.9943, 0.9901),
    "- earliest deadline first": (0.9950, 0.9917, 0.7560),
    "- skills + least load, pushed": (0.9311, 0.9093, 0.8682),
    "- skills + round robin, pushed": (0.6463, 0.5577, 0.4769),
    "- pull, oldest first": (0.8314, 0.6007, 0.2912),
}


class Task(NamedTuple):
    load: float
    history: int
    plan: int
    days: int


class Figures(NamedTuple):
    """Of one run: shares in time of first replies, of urgent ones among them, and of further ones; the mean minutes
    waited for the first; how evenly the work was spread (Jain)."""

    first: float
    urgent: float
    further: float
    wait: float
    even: float


class Spread(NamedTuple):
    mean: float
    half: float  # of the 95 % confidence interval


def measure(*, quick: bool = False) -> list[dict[str, object]]:
    """Per load: by how much the best other way answers more first replies in time than the default, beyond chance."""
    found = simulate(quick=quick)
    rows: list[dict[str, object]] = []
    for load in LOADS:
        behind = {plan.name: difference(found, load, plan.name) for plan in PLANS[1:]}
        name, worst = max(behind.items(), key=lambda each: each[1].mean - each[1].half)
        value = round(max(worst.mean - worst.half, 0.0), 5)
        share = spread([each.first for each in found[load, DEFAULT.name]])
        rows.append(
            {
                "name": f"dispatch_sim_{load}",
                "what": f"load {load}: first replies in time {share.mean:.1%} ± {share.half:.1%}; behind the best way",
                "value": value * 100,
                "unit": "points",
                "limit": 0.0,
                "better": "less",
                "ok": value <= 0.0,
                "why": f"{name}: {worst.mean:+.2%} ± {worst.half:.2%}",
                "table": table(found, load),
            }
        )
    return rows


def simulate(*, quick: bool = False) -> dict[tuple[float, str], list[Figures]]:
    """Figures by load and way, one for each history."""
    days, histories = QUICK if quick else FULL
    tasks = [Task(*task, days) for task in product(LOADS, range(histories), range(len(PLANS)))]
    tasks.sort(key=lambda task: -task.load)  # the long ones first, so that no process is left alone with one
    found: dict[tuple[float, str], list[tuple[int, Figures]]] = {}
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as processes:
        for task, figures in zip(tasks, processes.map(run, tasks), strict=True):
            found.setdefault((task.load, PLANS[task.plan].name), []).append((task.history, figures))
    return {key: [figures for _, figures in sorted(each)] for key, each in found.items()}


def run(task: Task) -> Figures:
    agents = team()
    customers = cases(task.history + 1, a_day=per_day(agents, task.load), days=task.days)
    outcome = Desk(agents, PLANS[task.plan]).run(customers, days=task.days)
    return Figures(
        first=outcome.share(),
        urgent=outcome.share(level="urgent"),
        further=outcome.share(turns=(False,)),
        wait=outcome.mean_wait,
        even=sum(outcome.spent) ** 2 / (len(outcome.spent) * sum(each**2 for each in outcome.spent)),
    )


def difference(found: dict[tuple[float, str], list[Figures]], load: float, name: str) -> Spread:
    """How many more first replies come in time than with the default, on the same customers."""
    pairs = zip(found[load, name], found[load, DEFAULT.name], strict=True)
    return spread([theirs.first - ours.first for theirs, ours in pairs])


def spread(values: list[float]) -> Spread:
    if len(values) < 2:
        return Spread(values[0], math.inf)
    point = STUDENT.get(len(values) - 1, 1.96 if len(values) > 30 else 2.3)
    return Spread(statistics.fmean(values), point * statistics.stdev(values) / math.sqrt(len(values)))


def table(found: dict[tuple[float, str], list[Figures]], load: float) -> list[dict[str, Any]]:
    """A row for each way: its means with their intervals, and what the other engine had."""
    rows = []
    for plan in PLANS:
        runs = found[load, plan.name]
        against = difference(found, load, plan.name)
        yardstick = ELSEWHERE.get(plan.name)
        rows.append(
            {
                "way": plan.name,
                **{name: round(statistics.fmean(getattr(run, name) for run in runs), 4) for name in Figures._fields},
                "first_half": round(spread([run.first for run in runs]).half, 4),
                "against": round(against.mean, 4),
                "against_half": round(against.half, 4),
                "elsewhere": yardstick[LOADS.index(load)] if yardstick else None,
            }
        )
    return rows


def show(load: float, rows: list[dict[str, Any]]) -> None:
    print(f"\nload {load:<26}{'first in time':>18}{'to the default':>18}{'urgent':>9}{'further':>9}", end="")
    print(f"{'wait':>8}{'Jain':>8}{'elsewhere':>11}")
    for row in rows:
        first = f"{row['first']:.1%} ± {row['first_half']:.1%}"
        against = f"{row['against']:+.1%} ± {row['against_half']:.1%}" if row["way"] != DEFAULT.name else ""
        print(f"{row['way']:<31}{first:>18}{against:>18}{row['urgent']:>9.1%}{row['further']:>9.1%}", end="")
        elsewhere = f"{row['elsewhere']:.1%}" if row["elsewhere"] else ""
        print(f"{row['wait']:>6.0f} m{row['even']:>8.3f}{elsewhere:>11}")


if __name__ == "__main__":
    for measured in measure(quick="--quick" in sys.argv):
        show(float(str(measured["name"]).rpartition("_")[2]), measured["table"])  # type: ignore[arg-type]
