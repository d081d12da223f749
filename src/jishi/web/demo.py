"""Visitors of the demo desk."""

import asyncio

from jishi.storage.database import Database


async def visit(database: Database) -> None:
    """Being written."""
    await asyncio.Event().wait()
