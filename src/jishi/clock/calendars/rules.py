"""What a file of days makes of a calendar."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from jishi.clock.calendar import Calendar, Hours
from jishi.clock.calendars.model import Flaw, GivenDay, GivenDays

TWICE = "This date stands twice, with other hours."


def gather(days: Iterable[GivenDay], flaws: Iterable[Flaw]) -> GivenDays:
    """In order of the dates, each once. A date that stands twice counts once if both say the same hours."""
    found: dict[date, GivenDay] = {}
    wrong = list(flaws)
    for given in days:
        known = found.setdefault(given.day, given)
        if known.hours != given.hours:
            wrong.append(Flaw(line=given.line, what=given.day.isoformat(), why=TWICE))
    in_order = tuple(found[day] for day in sorted(found))
    return GivenDays(days=in_order, flaws=tuple(sorted(wrong, key=lambda flaw: flaw.line)))


def hours_of(given: GivenDay, calendar: Calendar) -> Hours:
    """A working day without hours of its own has those of a usual one."""
    return calendar.usual_day if given.hours is None else given.hours


def changes(given: GivenDay, calendar: Calendar) -> bool:
    """Whether the date would be open at other hours than now, or be called otherwise."""
    hours = calendar.hours_on(given.day)
    named = given.name is None or calendar.names.get(given.day) == given.name
    return hours != hours_of(given, calendar) or not named or _is_new_closure(given, calendar)


def _is_new_closure(given: GivenDay, calendar: Calendar) -> bool:
    """A day off that is closed anyway still has to end the night shift before it."""
    return given.is_off and not calendar.is_closed_by_exception(given.day)


def take_over(
    calendar: Calendar, days: Iterable[GivenDay], *, leave_out: Collection[date] = (), known_until: int | None = None
) -> Calendar:
    """The calendar with these days. The file decides its dates whole: what was said of them before is replaced."""
    taken = [given for given in days if given.day not in leave_out]
    touched = {given.day for given in taken}
    off = {given.day for given in taken if given.is_off}
    overrides = {day: hours for day, hours in calendar.overrides.items() if day not in touched}
    overrides |= {given.day: hours_of(given, calendar) for given in taken if not given.is_off}
    names = {day: name for day, name in calendar.names.items() if day not in touched}
    names |= {given.day: given.name or calendar.names.get(given.day, "") for given in taken}
    return replace(
        calendar,
        holidays=calendar.holidays - touched | off,
        overrides=dict(sorted(overrides.items())),
        names={day: name for day, name in sorted(names.items()) if name},
        known_until=calendar.known_until if known_until is None else known_until,
    )
