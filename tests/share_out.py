"""Which tests run beside which when the suite runs in several processes: whole files."""

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

BROWSER = "tests/browser/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is one piece of work; the browser's files are one together, so that they share a running desk."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


def in_good_order(items: list[pytest.Item]) -> None:
    """Files with slow tests, so that nobody waits for a long one that began last; then all others; then the browser,
    which has both cores to itself when nothing else is left."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.nodeid.startswith(BROWSER), item.path not in slow))
