"""Change the workspace: its names, its place, its settings."""

from dataclasses import replace
from typing import Any

from jishi.identity import normalise, rules, settings
from jishi.identity.errors import NoSuchWorkspace, SlugTaken
from jishi.identity.facts import SettingsChanged
from jishi.identity.model import Workspace
from jishi.identity.store import workspaces
from jishi.kernel.errors import Invalid
from jishi.storage.transaction import Transaction


async def change_settings(tx: Transaction, **given: Any) -> Workspace:
    """`given`: any of name, slug, zone, language, and of the fields of Settings. Raises Invalid, SlugTaken."""
    before = await workspaces.lock(tx)
    if before is None:
        raise NoSuchWorkspace
    own = {name: given.pop(name) for name in ("name", "slug", "zone", "language") if name in given}
    after = replace(before, **own, settings=replace(before.settings, **given))
    after = replace(after, name=normalise.plain(after.name))
    if flaws := rules.workspace_flaws(after):
        raise Invalid(errors=flaws)
    if after == before:
        return before
    if after.slug != before.slug and await workspaces.id_of(tx.database, after.slug) is not None:
        raise SlugTaken
    await workspaces.save(tx, after)
    settings.renew(tx)
    await tx.record(SettingsChanged(at=tx.now, by=tx.by, changes=_changes(before, after)))
    return replace(after, settings_version=before.settings_version + 1)


def _changes(before: Workspace, after: Workspace) -> dict[str, tuple[Any, Any]]:
    own = rules.changes(before, after)
    own.pop("settings", None)
    return own | rules.changes(before.settings, after.settings)
