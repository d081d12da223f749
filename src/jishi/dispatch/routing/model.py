"""The nouns of routing."""

from dataclasses import dataclass
from enum import StrEnum

from jishi.kernel.conditions import Condition


class LanguageNeed(StrEnum):
    """Whether who answers has to speak the customer's language."""

    REQUIRED = "required"
    WISHED = "wished"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A skill that who answers should have. One that is only wished is given up after `drop_after` seconds of waiting,
    or, without it, when nobody has the skill."""

    skill_id: int
    grade: int = 1
    required: bool = True
    drop_after: int | None = None


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
    needs: tuple[Wanted, ...] = ()
    language: LanguageNeed = LanguageNeed.WISHED
    level: str | None = None
    complexity: str | None = None
