"""From who came and went to when a team had anybody at work. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from jishi.clock.account.model import Attendance

Steps = Sequence[tuple[int, bool]]
Member = tuple[int | None, int, int, bool]
"""A team, who joined or left it, when, and whether they joined."""


def attendance(
    presence: Iterable[tuple[int, int, bool]], members: Iterable[Member], *, filed_at: int = 0
) -> Attendance:
    """`presence` is (person, instant, at work from then on); both in the order in which they happened."""
    people: dict[int, list[tuple[int, bool]]] = {}
    for person, at, there in presence:
        people.setdefault(person, []).append((at, there))
    joined: dict[int | None, list[tuple[int, int, bool]]] = {}
    for team, person, at, into in members:
        joined.setdefault(team, []).append((at, person, into))
    teams = {team: _together(moves, people) for team, moves in joined.items()}
    return Attendance(people=people, teams=teams, filed_at=filed_at)


def _together(moves: Iterable[tuple[int, int, bool]], people: Mapping[int, Steps]) -> list[tuple[int, bool]]:
    moves = list(moves)
    members = {person for _, person, _ in moves}
    events = [(at, 0, person, into) for at, person, into in moves]
    events += [(at, 1, person, there) for person in members for at, there in people.get(person, ())]
    belongs: set[int] = set()
    at_work: set[int] = set()
    steps: list[tuple[int, bool]] = []
    for at, kind, person, on in sorted(events, key=lambda event: event[0]):
        (belongs, at_work)[kind].add(person) if on else (belongs, at_work)[kind].discard(person)
        there = not belongs.isdisjoint(at_work)
        if steps and steps[-1][0] == at:
            steps[-1] = (at, there)
        elif there != (steps[-1][1] if steps else False):
            steps.append((at, there))
    return steps
