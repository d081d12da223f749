"""A floor of its own for each test: a workspace with people at work."""

import pytest

from jishi.storage.database import Database
from tests.dispatch.cast import Floor, open_floor


@pytest.fixture
async def floor(database: Database) -> Floor:
    return await open_floor(database)
