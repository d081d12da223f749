"""Sets of policies that come with the desk, as data: one file each in `presets/`, in both languages."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from jishi.clock.errors import NoSuchPreset
from jishi.clock.model import Policy
from jishi.clock.parse_policy import COMPLEXITIES, Known, parse_policy
from jishi.clock.policy_shapes import PolicyGiven
from jishi.identity.model import TIERS, TYPES
from jishi.tickets.model import CHANNELS, Level

Texts = dict[str, str]
"""By language."""

AT_FIRST = Known(
    values={
        "level": frozenset(Level),
        "type": frozenset(choice.key for choice in TYPES),
        "tier": frozenset(choice.key for choice in TIERS),
        "channel": frozenset(CHANNELS),
        "complexity": COMPLEXITIES,
    }
)
"""What every workspace has when it is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """`policies` as they stand in the file: as the API takes them, but that `name` has one for each language."""

    key: str
    place: int
    name: Texts
    text: Texts
    policies: list[dict[str, Any]]

    def given(self, language: str) -> list[PolicyGiven]:
        """The policies, named in a language."""
        spoken = language if language in self.name else "en"
        return [msgspec.convert({**each, "name": each["name"][spoken]}, PolicyGiven) for each in self.policies]


@cache
def presets() -> dict[str, Preset]:
    """All of them by key, in the order in which they are shown."""
    found = [
        msgspec.json.decode(file.read_bytes()) | {"key": file.name.removesuffix(".json")}
        for file in (files("jishi.clock") / "presets").iterdir()
        if file.name.endswith(".json")
    ]
    return {each["key"]: Preset(**each) for each in sorted(found, key=lambda each: int(each["place"]))}


def find_preset(key: str) -> Preset:
    """Raises NoSuchPreset."""
    if key not in presets():
        raise NoSuchPreset
    return presets()[key]


def preset_policies(key: str, language: str, known: Known = AT_FIRST) -> tuple[Policy, ...]:
    """Its policies in order, named in a language, not yet stored. Raises NoSuchPreset, and InvalidPolicy when one asks
    for what is not known."""
    return tuple(parse_policy(given, known) for given in find_preset(key).given(language))
