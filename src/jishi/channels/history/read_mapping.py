"""A mapping of columns: from a preset, a TOML or JSON file, options, or the header's own words."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jishi.channels.history.guess import guess
from jishi.channels.history.model import Columns
from jishi.channels.history.parse_time import is_form
from jishi.kernel.errors import Invalid
from jishi.tickets.model import CHANNELS, Level, State

PRESETS = Path(__file__).parent / "presets"
TARGETS = {
    "source_id": "the ticket's number in the other system",
    "opened_at": "when the customer asked",
    "at": "when the row became true (events only)",
    "state": "its state",
    "channel": "how it came",
    "type": "what kind of problem",
    "level": "how urgent",
    "subject": "a short title",
    "body": "what the customer wrote",
    "language": "the customer's language",
    "tags": "words, divided by commas",
    "tier": "the customer's tier",
    "requester_name": "the customer's name",
    "requester_email": "the customer's e-mail",
    "requester_phone": "the customer's phone",
    "requester_external_id": "the customer's number in the other system",
    "team": "the group that has it",
    "owner": "the colleague who has it",
    "actor": "who made the change (events only)",
    "assigned_at": "when the owner got it",
    "answered_at": "when it was first answered",
    "answered_by": "who answered first",
    "answer": "the text of that answer",
    "solved_at": "when it was solved",
    "solved_by": "who solved it",
    "closed_at": "when it was closed",
    "outcome": "how it ended",
    "satisfied": "whether the customer was content",
    "score": "the customer's score, 1 to 5",
    "comment": "the customer's comment",
}
NAMED = {"team", "owner", "answered_by", "solved_by", "actor", "type", "outcome", "subject", "body", "requester",
         "requester_external_id"}  # fmt: skip
SCALARS = {"source", "shape", "about", "zone"}
LISTS = {"dates", "missing"}
TABLES = {"columns", "names", "states", "levels", "types", "channels", "kept", "people", "teams"}


class BadMapping(Invalid):
    """The mapping of columns is wrong: {reason}."""


def presets() -> dict[str, str]:
    """Names of the presets and what each is for."""
    return {path.stem: _load(path).get("about", "") for path in sorted(PRESETS.glob("*.toml"))}


def read_mapping(
    header: Sequence[str], *, preset: str | None = None, file: Path | None = None, options: Sequence[str] = ()
) -> Columns:
    """What to do with a table of this header. Options (`opened_at=Created`, `zone=Asia/Shanghai`, `states.Wait=open`)
    beat the file, the file beats the preset; without any of them a preset is taken whose every column is there, or the
    header's words are guessed at.
    """
    given: dict[str, Any] = {}
    preset = preset or (None if file or "columns" in _options(options) else recognise(header))
    if preset is not None:
        _merge(given, _load(_preset(preset)))
    if file is not None:
        _merge(given, _load(file))
    _merge(given, _options(options))
    mapping = build(given)
    if preset is None and file is None:
        mapping = replace(mapping, columns=guess(header) | mapping.columns)
    check_header(mapping, header)
    return mapping


def recognise(header: Sequence[str]) -> str | None:
    """The preset for just this table."""
    return next((name for name in presets() if set(_load(_preset(name))["columns"].values()) <= set(header)), None)


def build(given: Mapping[str, Any]) -> Columns:
    """A mapping from plain tables, checked word by word."""
    known = {field.name for field in fields(Columns)} | {"ignored"}
    _refuse("it has no", set(given) - known, known)
    ignored = given.get("ignored", ())
    ignored = ignored.get("columns", ()) if isinstance(ignored, Mapping) else ignored
    try:
        tables = {name: {str(k): str(v) for k, v in given.get(name, {}).items()} for name in TABLES}
    except AttributeError as error:
        raise BadMapping(reason=f"{', '.join(sorted(TABLES))} are tables") from error
    given_words: dict[str, Any] = {name: str(given[name]) for name in SCALARS if given.get(name)}
    given_words |= {name: _words(given[name]) for name in LISTS if name in given}
    mapping = Columns(**{"source": "import", "ignored": tuple(map(str, ignored)), **given_words, **tables})
    _check(mapping)
    return mapping


def check_header(mapping: Columns, header: Sequence[str]) -> None:
    """Every column that the mapping names must be there, and those without which there is no ticket."""
    missing = [f"{column!r} (for {name})" for name, column in mapping.columns.items() if column not in header]
    if missing:
        raise BadMapping(reason=f"the file has no column {', '.join(missing)}; it has {', '.join(header)}")
    needed = {"source_id", "opened_at"} | ({"at", "state"} if mapping.shape == "events" else set())
    if lacking := sorted(needed - mapping.columns.keys()):
        hints = ", ".join(f"{name}=COLUMN ({TARGETS[name]})" for name in lacking)
        raise BadMapping(reason=f"say which column is {hints}; the file has {', '.join(header)}")


def unmapped(mapping: Columns, header: Sequence[str]) -> tuple[str, ...]:
    """Columns that the import will not look at, in the file's order."""
    templates = " ".join(mapping.names.values())
    used = {*mapping.columns.values(), *mapping.kept.values(), *mapping.ignored}
    return tuple(name for name in header if name not in used and "{" + name + "}" not in templates)


def _check(mapping: Columns) -> None:
    _refuse("nothing is called", set(mapping.columns) - TARGETS.keys(), TARGETS)
    _refuse("names has no", set(mapping.names) - NAMED, NAMED)
    _refuse("no state is called", set(mapping.states.values()) - set(State), State)
    _refuse("no level is called", set(mapping.levels.values()) - set(Level), Level)
    _refuse("no channel is called", set(mapping.channels.values()) - set(CHANNELS), CHANNELS)
    _refuse("shape is not", {mapping.shape} - {"tickets", "events"}, {"tickets", "events"})
    if wrong := [form for form in mapping.dates if not is_form(form)]:
        raise BadMapping(reason=f"dates have no form {', '.join(wrong)}")
    if mapping.zone is not None:
        try:
            ZoneInfo(mapping.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise BadMapping(reason=f"there is no time zone {mapping.zone}") from error


def _refuse(what: str, wrong: set[str], right: object) -> None:
    if wrong:
        choices = ", ".join(sorted(map(str, right)))  # type: ignore[call-overload]
        raise BadMapping(reason=f"{what} {', '.join(sorted(wrong))}; there is {choices}")


def _options(options: Sequence[str]) -> dict[str, Any]:
    """`name=value`: a column for one of our names, or with a dot an entry of a table."""
    given: dict[str, Any] = {}
    for option in options:
        name, equals, value = option.partition("=")
        table, dot, key = name.partition(".")
        if not equals:
            raise BadMapping(reason=f"{option!r} is not NAME=COLUMN")
        if name in SCALARS | LISTS:
            given[name] = value
        elif dot and table in TABLES:
            given.setdefault(table, {})[key] = value
        else:
            given.setdefault("columns", {})[name] = value
    return given


def _merge(given: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if name in TABLES and isinstance(value, Mapping) and isinstance(given.get(name), dict):
            given[name] = {**given[name], **value}
        else:
            given[name] = value


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|"))
    return tuple(map(str, value))  # type: ignore[call-overload]


def _preset(name: str) -> Path:
    path = PRESETS / f"{name}.toml"
    if path.parent != PRESETS or not path.is_file():
        raise BadMapping(reason=f"there is no preset {name}; there is {', '.join(presets())}")
    return path


def _load(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
        loaded = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadMapping(reason=f"{path.name}: {error}") from error
    if not isinstance(loaded, dict):
        raise BadMapping(reason=f"{path.name} is not a table")
    return loaded
