"""Who is told what, and when. A ladder's steps are taken in the promise's own time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import isclose

from jishi.clock.model import Moment, Rung, Timer
from jishi.clock.working_time import CompiledCalendar
from jishi.identity.model import Permission, Role
from jishi.identity.rules import permissions_of
from jishi.notify.model import Acknowledgement, Colleague, Medium, NoticeKind, Scene, Step

MOST_ROUNDS = 1000
CHAIN = ("lead", "supervisors", "managers", "administrators")
"""Who is told when nobody is who should be: the first of these that somebody is."""

ROLES = {"supervisors": Role.SUPERVISOR, "managers": Role.MANAGER, "administrators": Role.ADMINISTRATOR}
WARN_OWNER = Rung(moment=Moment.BEFORE, to=("owner",))
TELL_OWNER_AND_LEAD = Rung(moment=Moment.AT, to=("owner", "lead"))
"""What holds where a policy's ladder has no step of that moment: a warning or a breach is never told to nobody."""


def is_over(timer: Timer) -> bool:
    """Nobody has to keep this promise any more, so nobody needs to hear of it."""
    return timer.met_at is not None or timer.cancelled_at is not None


def moved_on(timer: Timer, due_at: datetime | None) -> bool:
    """Whether it is due later than it was: it warns again when it is so far."""
    return due_at is not None and (timer.due_at is None or timer.due_at > due_at)


def seen_to(timer: Timer, said: Iterable[Acknowledgement]) -> Acknowledgement | None:
    """What was said of this promise and still holds. Seeing to a warning does not excuse the breach."""
    of_it = (each for each in said if each.timer_id == timer.id and each.due_at == timer.due_at)
    return next((each for each in of_it if timer.broken_at is None or each.at >= timer.broken_at), None)


def needs_acknowledgement(timer: Timer) -> bool:
    return not is_over(timer) and (timer.broken_at is not None or timer.warned_at is not None)


def warning_steps(timer: Timer, ladder: Sequence[Rung], used: float, *, at: datetime) -> list[Step]:
    """The steps that are taken when so many seconds of the time are used."""
    steps = [
        Step(rung=rung, name=str(n), at=at)
        for n, rung in enumerate(ladder)
        if _concerns(rung, Moment.BEFORE, timer) and isclose(_use(rung, timer.target_seconds), used, abs_tol=1e-3)
    ]
    return steps or [Step(rung=WARN_OWNER, name=f"warn-{used:g}", at=at)]


def later_steps(timer: Timer, ladder: Sequence[Rung], used: float, *, at: datetime) -> list[Step]:
    """Steps beyond that warning which the clock has reached already, because all came due at once or nobody looked in
    between. Whoever these tell need not hear of the earlier warning."""
    reached = timer.warn_after[: len(timer.warn_after) - len(timer.warn_at)]
    later = [step for more in reached if more > used for step in warning_steps(timer, ladder, more, at=at)]
    return later + (breach_steps(timer, ladder, at=at) if timer.broken_at is not None else [])


def breach_steps(timer: Timer, ladder: Sequence[Rung], *, at: datetime) -> list[Step]:
    """The steps of the due instant itself, without their repetitions."""
    steps = [Step(rung=rung, name=str(n), at=at) for n, rung in enumerate(ladder) if _concerns(rung, Moment.AT, timer)]
    return steps or [Step(rung=TELL_OWNER_AND_LEAD, name="late", at=at)]


def climb(timer: Timer, ladder: Sequence[Rung], *, hours: CompiledCalendar) -> list[Step]:
    """All steps after a breach, repetitions included, in order. Those that a pause keeps off are left out.

    A promise that a change of its terms made late takes no step before it was broken.
    """
    if timer.due_at is None or timer.broken_at is None:
        return []
    pauses = timer.pauses if timer.paused_at is None else (*timer.pauses, (timer.paused_at, None))
    steps = breach_steps(timer, ladder, at=timer.broken_at)
    for rung, name, number, seconds in _rounds(timer, ladder):
        at = hours.due(timer.due_at, seconds, pauses)
        if at is not None:
            steps.append(Step(rung=rung, name=name, round=number, at=max(at, timer.broken_at)))
    return sorted(steps, key=lambda step: step.at)


def unopened_steps(ladder: Sequence[Rung], given_at: datetime, *, hours: CompiledCalendar) -> list[Step]:
    """The steps for a ticket that whoever it was given to has not opened, in order."""
    steps = [
        Step(rung=rung, name=str(n), at=at)
        for n, rung in enumerate(ladder)
        if rung.moment is Moment.UNOPENED and (at := hours.due(given_at, rung.seconds)) is not None
    ]
    return sorted(steps, key=lambda step: step.at)


def next_step(steps: Iterable[Step], *, after: datetime) -> datetime | None:
    return min((step.at for step in steps if step.at > after), default=None)


def due_steps(steps: Iterable[Step], *, since: datetime, until: datetime) -> list[Step]:
    return [step for step in steps if since <= step.at <= until]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person, told once of all steps that came due together: of the last of them, by the media of all."""

    person_id: int
    step: Step
    media: tuple[str, ...]


def tell(steps: Sequence[Step], scene: Scene, *, but: Sequence[Step] = ()) -> list[Told]:
    """Who is told by these steps, except those whom the others tell."""
    spared = {person for step in but for person in audience(step.rung.to, scene)}
    last: dict[int, Step] = {}
    media: dict[int, set[str]] = {}
    for step in steps:
        for person in audience(step.rung.to, scene):
            if person not in spared:
                last[person] = step
                media.setdefault(person, {Medium.SCREEN}).update(step.rung.by)
    return [
        Told(person_id=person, step=step, media=tuple(each for each in Medium if each in media[person]))
        for person, step in last.items()
    ]


def audience(to: Sequence[str], scene: Scene) -> tuple[int, ...]:
    """The people behind a rung's words, each once. Never nobody, except where only followers were named and nobody
    follows: the owner's place is taken by the lead, the lead's by the supervisors, and so on up."""
    found = dict.fromkeys(person.id for word in to for person in _those(word, scene))
    if not found and set(to) != {"followers"}:
        found = dict.fromkeys(person.id for person in _up_from("lead", scene))
    return tuple(found)


def may_be_told(person_id: int, scene: Scene) -> bool:
    """Whether they work here, and may see the ticket."""
    return bool(_seeing(scene, lambda person: person.id == person_id))


def kind_of(step: Step) -> NoticeKind:
    return NoticeKind.REPEATED if step.round else NoticeKind.BROKEN


def _those(word: str, scene: Scene) -> list[Colleague]:
    if word in CHAIN:
        return _up_from(word, scene)
    if word == "owner":
        return _seeing(scene, lambda person: person.id == scene.owner_id) or _up_from("lead", scene)
    if word == "team":
        return _seeing(scene, lambda person: person.in_team)
    if word == "followers":
        return _seeing(scene, lambda person: person.follows)
    which, _, what = word.partition(":")
    if which == "person":
        return _seeing(scene, lambda person: str(person.id) == what)
    return _seeing(scene, lambda person: person.online and person.role == what)


def _up_from(word: str, scene: Scene) -> list[Colleague]:
    """Those, or the nearest above them that there are."""
    for each in CHAIN[CHAIN.index(word) :]:
        role = ROLES.get(each)
        found = _seeing(scene, partial(_has_place, role=role))
        if found:
            return found
    return []


def _seeing(scene: Scene, is_meant: Callable[[Colleague], bool]) -> list[Colleague]:
    """Those who are meant and may see the ticket."""
    return [person for person in scene.people if is_meant(person) and _sees(person, scene)]


def _has_place(person: Colleague, role: Role | None) -> bool:
    return person.leads if role is None else person.role == role


def _sees(person: Colleague, scene: Scene) -> bool:
    if Permission.TICKETS_READ_ALL in permissions_of(person.role):
        return True
    return person.in_team or person.follows or person.id == scene.owner_id


def _rounds(timer: Timer, ladder: Sequence[Rung]) -> Iterator[tuple[Rung, str, int, int]]:
    """Rung, name, number of the round, seconds after the due instant: all but the first round of the due instant."""
    for n, rung in enumerate(ladder):
        after = _concerns(rung, Moment.AFTER, timer)
        if not after and not _concerns(rung, Moment.AT, timer):
            continue
        rounds = min(rung.times, MOST_ROUNDS) if rung.every else 1
        for number in range(0 if after else 1, rounds):
            yield rung, str(n), number, (rung.seconds if after else 0) + number * (rung.every or 0)


def _concerns(rung: Rung, moment: Moment, timer: Timer) -> bool:
    return rung.moment is moment and (not rung.kinds or timer.kind in rung.kinds)


def _use(rung: Rung, target_seconds: int) -> float:
    return target_seconds - rung.seconds if rung.share is None else rung.share * target_seconds
