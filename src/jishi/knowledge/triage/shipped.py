"""The dictionaries that come with the desk, as data in `defaults/`: Chinese, English, and the fields."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from jishi.knowledge.triage.model import Dictionary, Entry, FieldPattern, Sets


@cache
def shipped() -> Dictionary:
    """What sorts the requests of a workspace that has not decided otherwise."""
    found: list[dict[str, Any]] = [
        tomllib.loads(file.read_text("utf-8"))
        for file in sorted((files("jishi.knowledge.triage") / "defaults").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    return Dictionary(
        entries=tuple(_entry(each) for part in found for each in part.get("entries", ())),
        fields=tuple(FieldPattern(**each) for part in found for each in part.get("fields", ())),
    )


def _entry(each: dict[str, Any]) -> Entry:
    return Entry(
        sets=Sets(each["sets"]),
        value=each["value"],
        words=tuple(each["words"]),
        unless=tuple(each.get("unless", ())),
        weight=each["weight"],
    )
