"""What happens to requests when they are sorted, and to the dictionary that sorts them."""

from dataclasses import dataclass
from typing import Any

from jishi.kernel.facts import Fact
from jishi.tickets.facts import TicketFact

Why = tuple[str, str, tuple[str, ...]]
"""What was set, to what, and the words it was found by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTriaged(TicketFact):
    """Words of a customer filled in what nobody had said. `fields` are those read off the text. `message_id` is the
    later message that was read; without one it was the request itself."""

    because: tuple[Why, ...] = ()
    fields: dict[str, Any] | None = None
    language: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionarySaved(Fact):
    """Requests are sorted by other words from now on."""

    version: int
    added: int = 0  # words
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryReset(Fact):
    """Requests are sorted by the words that come with the desk again."""

    version: int
