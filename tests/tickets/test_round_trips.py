"""What a message costs at the database: the intake stays as cheap as it was, whatever may become of a message."""

from collections.abc import AsyncIterator

import pytest

from jishi.identity.model import Requester
from jishi.reactions import AFTERWARDS, AT_ONCE
from jishi.storage.database import open_database
from jishi.tickets.receive import Incoming, receive
from tests.cast import Desk
from tests.clock.test_timer_round_trips import Counter


@pytest.fixture
async def counter(database_url: str) -> AsyncIterator[Counter]:
    database = await open_database(database_url, at_once=AT_ONCE, afterwards=AFTERWARDS)
    yield Counter(database)
    await database.close()


def incoming(email: str = "li@example.com", *, automatic: bool = False) -> Incoming:
    return Incoming(channel="chat", body="在吗", requester=Requester(email=email), automatic=automatic)


@pytest.mark.parametrize("automatic", [False, True])
async def test_a_new_ticket_is_two_round_trips(desk: Desk, counter: Counter, automatic: bool) -> None:
    await counter.count(desk, lambda tx: receive(tx, incoming()))  # what is remembered of the workspace is then
    assert await counter.count(desk, lambda tx: receive(tx, incoming(automatic=automatic))) == 2
