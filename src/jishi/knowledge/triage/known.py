"""A workspace's dictionary, ready to read with, kept in memory until somebody changes it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jishi.identity import settings
from jishi.knowledge.triage import store
from jishi.knowledge.triage.lexicon import Lexicon, compile_lexicon
from jishi.knowledge.triage.model import Dictionary, FieldPattern
from jishi.knowledge.triage.patterns import UnreadablePattern, compile_pattern, compile_patterns
from jishi.knowledge.triage.shipped import shipped
from jishi.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """What texts are read with. `settings_version` is the one it was made at."""

    settings_version: int
    lexicon: Lexicon
    zone: ZoneInfo


async def known(tx: Transaction) -> Known:
    """As of now: from memory, unless the workspace's settings were changed since."""
    key = ("triage", tx.workspace_id)
    held = tx.database.memory.get(key)
    if isinstance(held, Known) and held.settings_version == tx.settings_version:
        return held
    kept = await store.glance(tx)
    tx.settings_version = kept.settings_version
    made = await ready(tx, kept.dictionary or shipped())
    tx.database.memory[key] = made
    return made


async def ready(tx: Transaction, dictionary: Dictionary) -> Known:
    """A dictionary made ready with the workspace's types and zone, whether it is kept or only tried."""
    workspace = await settings.workspace(tx)
    types = {choice.key for choice in workspace.settings.types}
    fields = [each for each in dictionary.fields if _is_readable(each)]
    lexicon = compile_lexicon(dictionary, types=types, find_fields=compile_patterns(fields))
    return Known(workspace.settings_version, lexicon, ZoneInfo(workspace.zone))


def _is_readable(each: FieldPattern) -> bool:
    """A pattern that was stored by another version of the engine must not keep requests out."""
    try:
        compile_pattern(each.pattern)
    except UnreadablePattern:
        return False
    return True
