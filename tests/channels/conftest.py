"""Files that these tests send lie in a folder of their own."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def blobs_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JISHI_DATA", str(tmp_path_factory.mktemp("data")))
        patch.delenv("JISHI_BLOBS", raising=False)
        yield
