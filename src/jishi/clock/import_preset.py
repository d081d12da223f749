"""Make policies after a set that comes with the desk."""

from jishi.clock.errors import InvalidPolicy
from jishi.clock.facts import PresetImported
from jishi.clock.model import Policy
from jishi.clock.name_what import known_for
from jishi.clock.parse_policy import parse_policy
from jishi.clock.read_presets import find_preset
from jishi.clock.save_policy import add_policies
from jishi.identity import settings
from jishi.storage.transaction import Transaction


async def import_preset(tx: Transaction, key: str, *, instead: bool = False) -> list[int]:
    """Add its policies after those that there are, or `instead` of them; their ids. Raises as `make_preset` does."""
    ids = await add_policies(tx, await make_preset(tx, key), instead=instead)
    await tx.record(PresetImported(at=tx.now, by=tx.by, preset=key, policy_ids=tuple(ids)))
    return ids


async def make_preset(tx: Transaction, key: str) -> tuple[Policy, ...]:
    """Its policies in the workspace's language, not yet stored. Raises NoSuchPreset, and InvalidPolicy when they ask
    for a type or a tier that the workspace has done away with."""
    language = (await settings.workspace(tx)).language
    policies: list[Policy] = []
    wrong: list[tuple[str, str]] = []
    for n, given in enumerate(find_preset(key).given(language)):
        try:
            policies.append(parse_policy(given, await known_for(tx, given)))
        except InvalidPolicy as error:
            wrong += [(f"policies.{n}.{path}", why) for path, why in error.errors]
    if wrong:
        raise InvalidPolicy(errors=wrong)
    return tuple(policies)
