"""Sets of policies that come with the desk, over HTTP."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.params import Parameter

from jishi.clock.import_preset import import_preset
from jishi.clock.model import Policy
from jishi.clock.policy_shapes import (
    ConditionView,
    PolicyPage,
    RungView,
    TargetView,
    condition_view,
    rung_view,
    target_view,
)
from jishi.clock.read_presets import Preset, preset_policies, presets
from jishi.clock.show_policies import show_policies
from jishi.clock.summary import summarise
from jishi.identity.guards import requires
from jishi.identity.model import Permission
from jishi.storage.transaction import Transaction

READ = [requires(Permission.SETTINGS_READ)]
MANAGE = [requires(Permission.SETTINGS_MANAGE)]
Key = Annotated[str, Parameter(max_length=60)]


class PresetPolicy(msgspec.Struct, kw_only=True):
    """A policy as it would be made."""

    name_zh: str
    name_en: str
    always: bool
    condition: list[ConditionView]
    note_answers: bool
    targets: list[TargetView]
    ladder: list[RungView]
    summary_zh: list[str]
    summary_en: list[str]


class PresetView(msgspec.Struct, kw_only=True):
    key: str
    name_zh: str
    name_en: str
    text_zh: str
    text_en: str
    policies: list[PresetPolicy]


class Presets(msgspec.Struct, kw_only=True):
    items: list[PresetView]
    next: str | None = None


class ImportGiven(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`replace` switches all other policies off; else these are tried after them."""

    replace: bool = False


@get("/presets", guards=READ, tags=["policies"])
async def list_presets() -> Presets:
    """Sets of policies to start from."""
    return Presets(items=[_view(preset) for preset in presets().values()])


@post("/presets/{key:str}/import", guards=MANAGE, tags=["policies"])
async def import_preset_route(tx: Transaction, key: Key, data: ImportGiven) -> PolicyPage:
    """Make the policies of a set, named in the workspace's language. They are then like any other."""
    await import_preset(tx, key, instead=data.replace)
    return PolicyPage(items=await show_policies(tx))


def _view(preset: Preset) -> PresetView:
    chinese, english = (preset_policies(preset.key, language) for language in ("zh-CN", "en"))
    return PresetView(
        key=preset.key,
        name_zh=preset.name["zh-CN"],
        name_en=preset.name["en"],
        text_zh=preset.text["zh-CN"],
        text_en=preset.text["en"],
        policies=[_policy(zh, en) for zh, en in zip(chinese, english, strict=True)],
    )


def _policy(chinese: Policy, english: Policy) -> PresetPolicy:
    return PresetPolicy(
        name_zh=chinese.name,
        name_en=english.name,
        always=english.always,
        condition=[condition_view(condition) for condition in english.when],
        note_answers=english.note_answers,
        targets=[target_view(target, None) for target in english.targets],
        ladder=[rung_view(rung) for rung in english.ladder],
        summary_zh=summarise(chinese, "zh-CN"),
        summary_en=summarise(english, "en"),
    )


routes = [list_presets, import_preset_route]
