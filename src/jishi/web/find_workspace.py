"""A workspace by the short name that stands in its addresses."""

from jishi.kernel.errors import NotFound
from jishi.storage.database import Database


class NoSuchWorkspace(NotFound):
    """There is no workspace called {slug}."""


async def find_workspace(database: Database, slug: str) -> int:
    """Its id."""
    rows = await database.across("SELECT workspace_id FROM find_workspace($1)", slug)
    if not rows:
        raise NoSuchWorkspace(slug=slug)
    return int(rows[0][0])
