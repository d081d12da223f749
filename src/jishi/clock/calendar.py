"""When a team works, as a person writes it down: wall-clock hours, holidays, exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

DAY = 86_400


class HolidayScope(StrEnum):
    """What a holiday closes when a shift runs past midnight."""

    CIVIL = "civil"
    """The date itself, 00:00 to 24:00: the end of the night before is closed too."""
    SHIFT_START = "shift_start"
    """The shifts that start on that date: the night before is worked to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One stretch of opening hours, in wall-clock seconds since the midnight its day began.

    `closes` is past 86,400 for a shift that ends on the next day.
    """

    opens: int
    closes: int


Hours = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Opening hours in a zone. A date's hours are its override, else none on a holiday, else its weekday's.

    `names` say what a date is, for whoever looks at it. `known_until` is the last year whose public holidays are
    entered, when they came from a `country`: what follows is open until somebody says which days are not.
    """

    tz: str
    weekly: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]  # Monday first
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, Hours] = field(default_factory=dict)
    holiday_scope: HolidayScope = HolidayScope.CIVIL
    names: Mapping[date, str] = field(default_factory=dict)
    country: str | None = None
    known_until: int | None = None
    version: int = 1

    def hours_on(self, day: date) -> Hours:
        """The shifts that start on this date."""
        if day in self.overrides:
            return self.overrides[day]
        return () if day in self.holidays else self.weekly[day.weekday()]

    def is_closed_by_exception(self, day: date) -> bool:
        """Whether a holiday, or an override without hours, says that nobody works on this date."""
        if day in self.overrides:
            return not self.overrides[day]
        return day in self.holidays

    @property
    def usual_day(self) -> Hours:
        """The hours of a day like others: those of the first weekday that has any."""
        return next((hours for hours in self.weekly if hours), ())

    @property
    def unknown_from(self) -> date | None:
        """The first day of the year whose public holidays nobody has entered."""
        return None if self.known_until is None else date(self.known_until + 1, 1, 1)

    @property
    def ever_opens(self) -> bool:
        return any(self.weekly) or any(self.overrides.values())

    @property
    def final_day(self) -> date | None:
        """The last date that can have hours; None when the weeks go on."""
        return None if any(self.weekly) else max(self.overrides, default=date.min)
