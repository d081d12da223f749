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
    """Opening hours in a zone. A date's hours are its override, else none on a holiday, else its weekday's."""

    tz: str
    weekly: tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]  # Monday first
    holidays: frozenset[date] = frozenset()
    overrides: Mapping[date, Hours] = field(default_factory=dict)
    holiday_scope: HolidayScope = HolidayScope.CIVIL
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
    def ever_opens(self) -> bool:
        return any(self.weekly) or any(self.overrides.values())

    @property
    def final_day(self) -> date | None:
        """The last date that can have hours; None when the weeks go on."""
        return None if any(self.weekly) else max(self.overrides, default=date.min)
