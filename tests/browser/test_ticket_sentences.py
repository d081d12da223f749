"""The history of a ticket is told in sentences: the console has one for whatever the desk records about tickets."""

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import jishi
from jishi.kernel.facts import Fact

WORDS = Path(__file__).parents[2] / "console" / "src" / "tickets" / "words"
FAMILIES = {"TicketFact", "TimerFact"}  # what several facts have in common, never recorded themselves


def kinds_about_tickets() -> list[str]:
    for module in pkgutil.walk_packages(jishi.__path__, "jishi."):
        if module.name.endswith(".facts"):
            importlib.import_module(module.name)
    ours = (kind for kind in Fact.registry.values() if kind.__module__.startswith("jishi."))
    return sorted(kind.__name__ for kind in ours if "ticket_id" in kind.__slots__ or _inherits(kind))


def _inherits(kind: type[Fact]) -> bool:
    return any(base.__name__ in FAMILIES for base in kind.__mro__[1:])


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_fact_about_a_ticket_has_a_sentence(language: str) -> None:
    told = json.loads((WORDS / f"{language}.json").read_text())["fact"]
    kinds = [kind for kind in kinds_about_tickets() if kind not in FAMILIES]
    assert "TicketAssigned" in kinds
    assert "PromiseBroken" in kinds
    assert [kind for kind in kinds if kind not in told] == []
