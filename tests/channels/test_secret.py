"""Secrets of a workspace: sealed in the database, the same for all who ask, and bound to their place."""

import pytest

from jishi.channels import secret as secrets
from jishi.channels.private_link import NoSuchLink, private_token, ticket_of
from jishi.channels.secret import secret
from jishi.storage.seal import Sealing, SecretUnreadable
from tests.channels.history import Archive


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_known", {})


async def ask(archive: Archive, name: str) -> bytes:
    async with archive.database.job(archive.workspace_id) as tx:
        return await secret(tx, name)


async def test_a_secret_is_made_once_and_kept_sealed(archive: Archive) -> None:
    made = await ask(archive, "links")
    secrets._known.clear()
    assert await ask(archive, "links") == made != await ask(archive, "stamps")
    [row] = await archive.fetch("SELECT secret FROM channel_secrets WHERE workspace_id = $1 AND name = 'links'")
    assert len(made) == 32
    assert made not in row["secret"]


async def test_a_secret_of_a_transaction_that_failed_is_not_believed(archive: Archive) -> None:
    class Failed(Exception):
        pass

    async def fail() -> None:
        async with archive.database.job(archive.workspace_id) as tx:
            await secret(tx, "links")
            raise Failed

    with pytest.raises(Failed):
        await fail()
    made = await ask(archive, "links")
    secrets._known.clear()
    assert await ask(archive, "links") == made


async def test_another_key_opens_nothing_and_says_so(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(archive, "links")
    secrets._known.clear()
    monkeypatch.setattr(Sealing, "key", bytes(32))
    with pytest.raises(SecretUnreadable):
        await ask(archive, "links")


async def test_a_sealed_secret_cannot_be_moved_to_another_name(archive: Archive) -> None:
    await ask(archive, "links")
    await archive.fetch("UPDATE channel_secrets SET name = 'stamps' WHERE workspace_id = $1")
    with pytest.raises(SecretUnreadable):
        await ask(archive, "stamps")


async def test_a_private_link_leads_to_its_ticket_alone(archive: Archive) -> None:
    async with archive.database.job(archive.workspace_id) as tx:
        token = await private_token(tx, 42)
        assert await ticket_of(tx, token) == 42
        for wrong in (
            token.upper(),
            token + "0",
            token.replace("-42-", "-43-"),
            token.replace("-42-", "-042-"),
            "",
            "-",
        ):
            with pytest.raises(NoSuchLink):
                await ticket_of(tx, wrong)
