"""The page of failed reactions says in words what was to be done, and after what."""

import json
from pathlib import Path

import pytest

from jishi.reactions import AFTERWARDS

WORDS = Path(__file__).parents[2] / "console" / "src" / "operations" / "words"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_reaction_and_what_it_follows_can_be_said(language: str) -> None:
    said = json.loads((WORDS / f"{language}.json").read_text())
    assert set(said["fact"]) == {fact.__name__ for fact in AFTERWARDS}
    assert set(said["verb"]) == {verb.__name__ for verbs in AFTERWARDS.values() for verb in verbs}
