"""Which tests run beside which when the suite runs in several processes: whole files, the longest first."""

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

BROWSER = "tests/browser/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is one piece of work; the browser's files are one together, so that they share a running desk."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


def longest_first(items: list[pytest.Item]) -> None:
    """The browser, then files with slow tests, then all others: nobody waits for a long one that began last."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (not item.nodeid.startswith(BROWSER), item.path not in slow))
