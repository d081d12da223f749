"""What one row of a file says, in our words."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jishi.channels.history.model import Columns, Flaw, Step
from jishi.channels.history.parse_time import Unclear, no_later_than, time_parser
from jishi.tickets.model import CHANNELS, Level, State

ABOUT = ("subject", "body", "language", "outcome", "comment", "solved_by", "answered_by", "answer", "requester_name",
         "requester_email", "requester_phone", "requester_external_id")  # fmt: skip
CASE_TIMES = ("assigned_at", "answered_at", "solved_at", "closed_at")
TIMES = frozenset({"at", "opened_at", *CASE_TIMES})
MADE = ("subject", "body")  # what the mapping has words for when the file has none
YES = {"true", "yes", "y", "1", "是", "满意"}
NO = {"false", "no", "n", "0", "否", "不满意"}
PLACE = re.compile(r"\{([^{}]+)\}")


class Refused(Exception):
    """A cell that cannot be read, and without which the row says nothing."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        self.name, self.value, self.reason = name, value, reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Said:
    """A row that could be read."""

    source_id: str
    opened_at: datetime
    step: Step


class Interpreter:
    """Reads rows of one table by one mapping. What it could not read gathers in `flaws`, words that the mapping does
    not know in `unknown`, with how often. A log has millions of cells: whatever does not depend on the row is found
    out before the first one.
    """

    def __init__(self, mapping: Columns, header: Sequence[str], zone: ZoneInfo, now: datetime) -> None:
        self.mapping = mapping
        self.flaws: list[Flaw] = []
        self.unknown: dict[str, int] = {}
        self._width = len(header)
        number = {name: n for n, name in reversed(list(enumerate(header)))}
        self._places = [(name, number[column]) for name, column in mapping.columns.items()]
        self._kept = [(name, number[column]) for name, column in mapping.kept.items() if column in number]
        self._numbered = [(name, text) for name, text in mapping.names.items() if "{}" in text]
        self._made = [(name, _parts(mapping.names[name], number)) for name in MADE if name in mapping.names]
        self._requester = mapping.names.get("requester")
        self._missing = frozenset(mapping.missing)
        self._time = time_parser(mapping.dates, zone)
        self._latest = no_later_than(now)
        self._words = {
            "state": _folded(mapping.states, State),
            "level": _folded(mapping.levels, Level),
            "channel": _folded(mapping.channels, CHANNELS),
        }

    def read(self, row: int, cells: Sequence[Any]) -> Said | None:
        """What the row says; None when it had to be refused, for which there is then a flaw."""
        missing = self._missing
        plain = [cell if isinstance(cell, str) else _plain(cell) for cell in cells[: self._width]]
        texts = [None if (text := cell.strip()) in missing else text for cell in plain]
        texts += [None] * (self._width - len(texts))
        said = {name: found for name, n in self._places if (found := texts[n]) is not None}
        try:
            times = self._times(said, cells)
            if "source_id" not in said:
                raise Refused("source_id", "", "this must not be empty")
            step = self._step(row, said, texts, times)
        except Refused as refused:
            column = self.mapping.columns.get(refused.name, refused.name)
            self.flaws.append(Flaw(row, said.get("source_id", ""), column, refused.value[:200], refused.reason))
            return None
        return Said(said["source_id"][:200], times["opened_at"], step)

    def _times(self, said: Mapping[str, str], cells: Sequence[Any]) -> dict[str, datetime]:
        """Every instant of the row, the needed ones at least."""
        needed = ("opened_at", "at") if self.mapping.shape == "events" else ("opened_at",)
        for name in needed:
            if name not in said:
                raise Refused(name, "", "there is no time here")
        return {name: self._instant(name, cells[n]) for name, n in self._places if name in TIMES and name in said}

    def _step(self, row: int, said: dict[str, str], texts: Sequence[str | None], times: Mapping[str, datetime]) -> Step:
        about: dict[str, Any] = {name: times[name] for name in CASE_TIMES if name in times}
        about |= {
            name: "".join(texts[p] or "?" if isinstance(p, int) else p for p in parts) for name, parts in self._made
        }
        if self._requester is not None and (number := said.get("requester_external_id")) is not None:
            about["requester_name"] = self._requester.replace("{}", number)
        for name, template in self._numbered:
            if name in said and said[name].isdecimal():
                said[name] = template.replace("{}", said[name])
        about |= {name: said[name] for name in ABOUT if name in said}
        about |= {name: read(said[name]) for name, read in READERS if name in said}
        if "channel" in said:
            about["channel"] = self._word("channel", said["channel"])
        return Step(
            row=row,
            at=times["at" if self.mapping.shape == "events" else "opened_at"],
            state=State(self._word("state", said["state"])) if "state" in said else None,
            said=said.get("state"),
            team=said.get("team"),
            owner=said.get("owner"),
            actor=said.get("actor"),
            level=self._word("level", said["level"]) if "level" in said else None,
            type=self.mapping.types.get(said["type"], said["type"]) if "type" in said else None,
            fields={name: text for name, n in self._kept if (text := texts[n]) is not None},
            about=about,
        )

    def _word(self, name: str, text: str) -> str:
        found = self._words[name].get(text.casefold())
        if found is None:
            key = f"{name}: {text[:80]}"
            self.unknown[key] = self.unknown.get(key, 0) + 1
            raise Refused(name, text, f"the mapping has no {name} for this word ({name}s.{text}=… adds one)")
        return found

    def _instant(self, name: str, cell: Any) -> datetime:
        try:
            instant = self._time(cell)
        except Unclear as unclear:
            raise Refused(name, str(cell), str(unclear)) from unclear
        if instant > self._latest:
            raise Refused(name, str(cell), "this lies in the future")
        return instant


def _plain(cell: Any) -> str:
    """A cell of a spreadsheet, which knows no whole numbers."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)


def _parts(template: str, number: Mapping[str, int]) -> list[str | int]:
    """A template as its words and, for `{column}`, the number of that column."""
    pieces = PLACE.split(template)
    return [number.get(piece, "?") if n % 2 else piece for n, piece in enumerate(pieces)]


def _folded(words: Mapping[str, str], own: Iterable[str]) -> dict[str, str]:
    """The mapping's words and our own, whatever the case."""
    return {word.casefold(): word for word in map(str, own)} | {word.casefold(): to for word, to in words.items()}


def _score(text: str) -> int:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if number not in {1, 2, 3, 4, 5}:
        raise Refused("score", text, "a score is 1, 2, 3, 4 or 5")
    return int(number)


def _satisfied(text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise Refused("satisfied", text, "this is neither yes nor no")


def _tags(text: str) -> list[str]:
    return [tag.strip()[:60] for tag in re.split(r"[,;，；、|]", text) if tag.strip()]


def _tier(text: str) -> str:
    return text[:60]


READERS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("score", _score),
    ("satisfied", _satisfied),
    ("tags", _tags),
    ("tier", _tier),
)
