"""Facts: what happened, in the past tense, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened. `at` is the true instant in UTC, `by` names who did it (`person:12`, `system`)."""

    registry: ClassVar[dict[str, type["Fact"]]] = {}

    at: datetime
    by: str = "system"

    def __init_subclass__(cls) -> None:
        # A slotted dataclass is made twice; the second class replaces the first, which is the one to keep.
        # `super()` without arguments would look for the first, so the base is named.
        super(Fact, cls).__init_subclass__()
        Fact.registry[cls.__name__] = cls

    @classmethod
    def named(cls, kind: str) -> type["Fact"] | None:
        """The class of a stored fact, or None when this version of the desk does not know it."""
        return cls.registry.get(kind)
