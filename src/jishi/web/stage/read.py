"""Read the cast and the stories, which are data beside this file."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from jishi.web.stage.model import Step, Story, Verb

FOLDER = Path(__file__).parent
LINE = re.compile(r"(?P<verb>[a-z]+)(?: (?P<score>[1-5]))?: ?(?P<text>.*?)(?: => (?P<outcome>.*))?")
ANYTHING = "anything"


@cache
def cast() -> dict[str, Any]:
    """The workspace, its teams and people, the customers, and the words that fill gaps."""
    with (FOLDER / "cast.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def stories() -> dict[str, Story]:
    """Every story that a customer may begin, by its key."""
    return {story.key: story for story in _all() if story.key != ANYTHING}


@cache
def any_story(language: str) -> Story:
    """What colleagues do with a request that is not out of the book."""
    return next(story for story in _all() if story.key == ANYTHING and story.language == language)


@cache
def _all() -> tuple[Story, ...]:
    return tuple(story for path in sorted(FOLDER.glob("stories_*.toml")) for story in _book(path))


def _book(path: Path) -> list[Story]:
    with path.open("rb") as file:
        book = tomllib.load(file)
    return [_story(told, book["language"]) for told in book["story"]]


def _story(told: dict[str, Any], language: str) -> Story:
    lines = told.pop("script").strip("\n").split("\n")
    for name in ("channels", "tags"):
        told[name] = tuple(told.get(name, ()))
    return Story(**told, language=language, steps=tuple(_step(line) for line in lines))


def _step(line: str) -> Step:
    found = LINE.fullmatch(line)
    if found is None:
        raise ValueError(line)
    score = int(found["score"]) if found["score"] else None
    return Step(Verb(found["verb"]), found["text"].strip(), score, found["outcome"])
