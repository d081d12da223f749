"""What the workspace has decided for itself, read once and kept for as long as it is true enough."""

from jishi.identity.errors import NoSuchWorkspace
from jishi.identity.model import Settings, Workspace
from jishi.identity.short_memory import ShortMemory
from jishi.identity.store import workspaces
from jishi.storage.transaction import Transaction

_known = ShortMemory[int, Workspace](seconds=5)


async def load(tx: Transaction) -> Settings:
    """The settings; those of `tx.settings_version` when somebody has read that, else at most five seconds old."""
    return (await workspace(tx)).settings


async def workspace(tx: Transaction) -> Workspace:
    """The workspace of the transaction, with its name, zone, language and settings. Usually costs nothing."""
    known = _known.recall(tx.workspace_id)
    if known is not None and tx.settings_version in {None, known.settings_version}:
        return known
    found = await workspaces.glance(tx)
    if found is None:
        raise NoSuchWorkspace
    _known.keep(tx.workspace_id, found, about=tx.workspace_id)
    return found


def renew(tx: Transaction) -> None:
    """Calendars, policies, teams or settings change with this transaction: whoever remembers the old reads again."""
    workspaces.renew(tx)
    _known.forget(tx.workspace_id)
