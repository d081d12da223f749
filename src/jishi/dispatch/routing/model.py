"""The nouns of routing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jishi.dispatch.model import Need
from jishi.kernel.conditions import Condition


class LanguageNeed(StrEnum):
    """Whether who answers has to speak the customer's language."""

    REQUIRED = "required"
    WISHED = "wished"
    IGNORED = "ignored"


LEVELS = ("urgent", "important", "normal")
COMPLEXITIES = ("simple", "complex")
MOODS = ("calm", "worried", "angry")
WEEKDAYS = tuple(str(day) for day in range(7))  # 0 is Monday
HOURS = tuple(str(hour) for hour in range(24))
OPENING = ("open", "closed")  # by the workspace's own calendar
HISTORY = ("new", "returning", "open_ticket", "complained_30d", "low_score_30d")

# What a ticket has one of at most, and what it can have several of; `field.NAME` is of the second kind.
SINGLE = ("type", "level", "tier", "channel", "language", "mood", "complexity", "weekday", "hour", "hours")
SEVERAL = ("tag", "text", "history")
TRAITS = frozenset({*SINGLE, *SEVERAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """For tickets that meet all conditions, or `always`. What is None it leaves as it is; without a team the ticket's
    type decides."""

    id: int = 0
    version: int = 1
    name: str
    active: bool = True
    always: bool = False
    when: tuple[Condition, ...] = ()
    team_id: int | None = None
    needs: tuple[Need, ...] = ()
    language: LanguageNeed = LanguageNeed.WISHED
    level: str | None = None
    complexity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """A ticket as rules see it at an instant. `text` are the words of rules that its customer used."""

    type: str | None = None
    level: str = "normal"
    tier: str = "regular"
    channel: str = "form"
    language: str | None = None
    mood: str | None = None
    complexity: str | None = None
    weekday: str | None = None
    hour: str | None = None
    hours: str | None = None
    tag: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, trait: str) -> tuple[str, ...]:
        """The ticket's values of a trait; none of one it lacks, or that this version of the desk does not know."""
        if trait.startswith("field."):
            return self.fields.get(trait[6:], ())
        value: str | tuple[str, ...] | None = getattr(self, trait) if trait in TRAITS else None
        if isinstance(value, tuple):
            return value
        return () if value is None else (value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """`failed` is the first condition that the ticket does not meet. Several rules can be met; the first counts."""

    rule: Rule
    met: bool
    failed: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Why a rule will not do what it says. `never`: no ticket can have what it asks of `trait`; `hidden`: the earlier
    `rule` takes all that it is for; `covered`: the earlier rules that `value` names do so together; `gone`: `value` of
    `trait` exists no more; `nobody`: no colleague who would be asked has the skill `value` with that grade; `empty`:
    nobody is in its team."""

    why: str
    rule: Rule | None = None
    trait: str | None = None
    value: str | None = None
    grade: int | None = None
