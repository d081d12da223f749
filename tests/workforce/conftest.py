"""A desk of its own for each test."""

import pytest

from jishi.storage.database import Database
from tests.dispatch.cast import Desk, open_desk


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await open_desk(database)
