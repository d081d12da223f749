"""A policy as it was sent, with every wrong field found at once."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from jishi.clock.errors import InvalidPolicy
from jishi.clock.model import TRAITS, Kind, Moment, Policy, Rung, Target
from jishi.clock.policy_shapes import ConditionGiven, PolicyGiven, RungGiven, TargetGiven
from jishi.kernel.conditions import Condition

Wrong = list[tuple[str, str]]
Chosen = TypeVar("Chosen", bound=StrEnum)

YEAR = 366 * 86_400
LONGEST = 10 * YEAR
SHORTEST_REPEAT = 60
MOST_TIMES = 100
PAUSING = ("new", "open", "pending", "on_hold")
COMPLEXITIES = frozenset({"simple", "complex"})
FREE = ("tag", "language")  # any word will do
RECIPIENTS = frozenset({"owner", "team", "lead", "supervisors", "managers", "administrators", "followers"})
MEDIA = ("screen", "push", "email")

_NAMED = re.compile(r"(person|on_shift):(\S+)", re.ASCII)
_FIELD = re.compile(r"field\.\S.{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a policy can name: the values of traits, calendars by id, colleagues by id, roles."""

    values: dict[str, frozenset[str]] = field(default_factory=dict)
    calendars: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()


def parse_policy(sent: PolicyGiven, known: Known, *, id: int = 0, version: int = 1) -> Policy:  # noqa: A002
    """The policy that was sent, as that version of that id. Raises InvalidPolicy."""
    wrong: Wrong = []
    name = " ".join(sent.name.split())
    if not name:
        wrong.append(("name", "A policy needs a name."))
    if not sent.always and not sent.condition:
        wrong.append(("condition", "Say which tickets this is for, or that it is for every ticket."))
    if sent.always and sent.condition:
        wrong.append(("condition", "A policy for every ticket has no conditions."))
    if not sent.targets:
        wrong.append(("targets", "A policy promises at least one thing."))
    _known_calendar(sent.calendar, known, "calendar", wrong)
    policy = Policy(
        id=id,
        version=version,
        name=name,
        when=_conditions(sent.condition, known, "condition", wrong),
        always=sent.always,
        calendar_id=sent.calendar,
        note_answers=sent.note_answers,
        targets=tuple(_targets(sent.targets, known, wrong)),
        ladder=tuple(_rungs(sent.ladder, known, wrong)),
        active=sent.active,
    )
    if wrong:
        raise InvalidPolicy(errors=wrong)
    return policy


def _conditions(sent: Sequence[ConditionGiven], known: Known, path: str, wrong: Wrong) -> tuple[Condition, ...]:
    for n, condition in enumerate(sent):
        wrong.extend(_condition_flaws(condition, known, f"{path}.{n}"))
    return tuple(
        Condition(trait=each.trait, among=tuple(dict.fromkeys(each.among)), unless=each.unless) for each in sent
    )


def _condition_flaws(sent: ConditionGiven, known: Known, path: str) -> Iterator[tuple[str, str]]:
    if sent.trait not in TRAITS and not _FIELD.fullmatch(sent.trait):
        yield f"{path}.trait", "A condition cannot ask about this."
        return
    if not sent.among:
        yield f"{path}.among", "Name at least one value."
    free = sent.trait in FREE or sent.trait.startswith("field.")
    values = known.values.get(sent.trait, frozenset())
    for n, value in enumerate(sent.among):
        if not value.strip():
            yield f"{path}.among.{n}", "A value cannot be blank."
        elif not free and value not in values:
            yield f"{path}.among.{n}", "There is no such value here."


def _targets(sent: Sequence[TargetGiven], known: Known, wrong: Wrong) -> Iterator[Target]:
    seen: set[tuple[str, tuple[Condition, ...]]] = set()
    for n, each in enumerate(sent):
        path = f"targets.{n}"
        kind = _choice(each.kind, Kind, f"{path}.kind", "There is no such promise.", wrong)
        when = _conditions(each.when, known, f"{path}.when", wrong)
        if {(each.kind, ()), (each.kind, when)} & seen:
            wrong.append((path, "An earlier target of this kind is for these tickets already."))
        seen.add((each.kind, when))
        _known_calendar(each.calendar, known, f"{path}.calendar", wrong)
        wrong += [*_target_flaws(each, path), *_warning_flaws(each, path)]
        yield Target(
            kind=kind or Kind.DISPATCH,
            seconds=each.seconds,
            business=each.hours != "calendar",
            calendar_id=each.calendar,
            when=when,
            warn_shares=tuple(sorted(set(each.warn))),
            warn_before=tuple(sorted(set(each.warn_before), reverse=True)),
            paused_in=tuple(state for state in PAUSING if state in each.paused_in),
        )


def _target_flaws(sent: TargetGiven, path: str) -> Iterator[tuple[str, str]]:
    if not 0 < sent.seconds <= LONGEST:
        yield f"{path}.seconds", "Between one second and ten years."
    if sent.hours not in {"business", "calendar"}:
        yield f"{path}.hours", "Time is working time (business) or around the clock (calendar)."
    for n, state in enumerate(sent.paused_in):
        if state not in PAUSING:
            yield f"{path}.paused_in.{n}", "There is no such state in which a clock could stand still."


def _warning_flaws(sent: TargetGiven, path: str) -> Iterator[tuple[str, str]]:
    for n, share in enumerate(sent.warn):
        if not _is_share(share):
            yield f"{path}.warn.{n}", "A share lies between 0 and 1."
    for n, before in enumerate(sent.warn_before):
        if before <= 0:
            yield f"{path}.warn_before.{n}", "A warning comes at least one second before the end."
        elif before >= sent.seconds:
            yield f"{path}.warn_before.{n}", "A warning comes after the start: this is the whole time or more."


def _rungs(sent: Sequence[RungGiven], known: Known, wrong: Wrong) -> Iterator[Rung]:
    for n, each in enumerate(sent):
        path = f"ladder.{n}"
        moment = _choice(each.moment, Moment, f"{path}.moment", "There is no such moment.", wrong)
        for place, kind in enumerate(each.kinds):
            _choice(kind, Kind, f"{path}.kinds.{place}", "There is no such promise.", wrong)
        if moment is not None:
            wrong.extend(_moment_flaws(each, moment, path))
        wrong.extend(_repeat_flaws(each, moment, path))
        wrong.extend(_telling_flaws(each, known, path))
        yield Rung(
            moment=moment or Moment.AT,
            share=each.share,
            seconds=each.seconds,
            kinds=tuple(kind for kind in Kind if kind.value in each.kinds),
            to=tuple(dict.fromkeys(each.to)),
            by=tuple(medium for medium in MEDIA if medium in each.by),
            every=each.every,
            times=each.times,
        )


def _moment_flaws(sent: RungGiven, moment: Moment, path: str) -> Iterator[tuple[str, str]]:
    if moment is not Moment.BEFORE and sent.share is not None:
        yield f"{path}.share", "Only a step before the end goes by a share."
    if moment is Moment.BEFORE and sent.share is not None and not _is_share(sent.share):
        yield f"{path}.share", "A share lies between 0 and 1."
    if moment is Moment.BEFORE and sent.share is not None and sent.seconds != 0:
        yield f"{path}.seconds", "Either a share of the time, or so many seconds before its end."
    needed = moment is not Moment.AT and sent.share is None
    if needed and not 0 < sent.seconds <= YEAR:
        yield f"{path}.seconds", "Between one second and a year."
    if moment is Moment.AT and sent.seconds != 0:
        yield f"{path}.seconds", "A step at the due instant comes no later."


def _repeat_flaws(sent: RungGiven, moment: Moment | None, path: str) -> Iterator[tuple[str, str]]:
    repeats = moment in {Moment.AT, Moment.AFTER, None}
    if sent.every is not None and not repeats:
        yield f"{path}.every", "Only what comes at the due instant or later is said again."
    elif sent.every is not None and not SHORTEST_REPEAT <= sent.every <= YEAR:
        yield f"{path}.every", "Between one minute and a year."
    if not 1 <= sent.times <= MOST_TIMES:
        yield f"{path}.times", "Between 1 and 100 times."
    elif sent.times > 1 and sent.every is None:
        yield f"{path}.every", "Say after how long it is said again."


def _telling_flaws(sent: RungGiven, known: Known, path: str) -> Iterator[tuple[str, str]]:
    if not sent.to:
        yield f"{path}.to", "Say who is told."
    for n, who in enumerate(sent.to):
        if not _is_recipient(who, known):
            yield f"{path}.to.{n}", "There is nobody by this name to tell."
    if not sent.by:
        yield f"{path}.by", "Say how they are told."
    for n, medium in enumerate(sent.by):
        if medium not in MEDIA:
            yield f"{path}.by.{n}", "People are told on the screen, by push or by email."


def _is_recipient(who: str, known: Known) -> bool:
    if who in RECIPIENTS:
        return True
    named = _NAMED.fullmatch(who)
    if named is None:
        return False
    kind, name = named.groups()
    if kind == "on_shift":
        return name in known.roles
    return name.isdecimal() and len(name) < 20 and int(name) in known.people and name == str(int(name))


def named_people(ladder: Iterable[RungGiven | Rung]) -> set[int]:
    """The colleagues whom a ladder names itself."""
    found = (_NAMED.fullmatch(who) for rung in ladder for who in rung.to)
    ids = (match[2] for match in found if match is not None and match[1] == "person")
    return {int(text) for text in ids if text.isdecimal() and len(text) < 20}


def _known_calendar(sent: int | None, known: Known, path: str, wrong: Wrong) -> None:
    if sent is not None and sent not in known.calendars:
        wrong.append((path, "There is no such calendar here."))


def _choice(sent: str, among: type[Chosen], path: str, why: str, wrong: Wrong) -> Chosen | None:
    for choice in among:
        if choice.value == sent:
            return choice
    wrong.append((path, why))
    return None


def _is_share(share: float) -> bool:
    return math.isfinite(share) and 0 < share < 1
