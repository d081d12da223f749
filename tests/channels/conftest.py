"""Files that these tests send lie in a folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jishi.identity.create_workspace import create_workspace
from jishi.storage.database import Database
from tests.channels.history import Archive


@pytest.fixture(scope="session", autouse=True)
def blobs_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISHI_DATA", str(tmp_path_factory.mktemp("data")))
        patch.delenv("JISHI_BLOBS", raising=False)
        yield


@pytest.fixture
async def archive(database: Database, tmp_path: Path) -> Archive:
    """A workspace of its own to import into."""
    workspace, _ = await create_workspace(
        database, name="Archive", slug=f"archive-{database.ids.take()}", admin_name="Maya",
        admin_email="maya@example.com", admin_password=None,
    )  # fmt: skip
    return Archive(database, workspace.id, tmp_path)
