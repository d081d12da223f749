"""Which tests run beside which when the suite runs in several processes: whole files."""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

BROWSER = "tests/browser/"


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file is one piece of work, the browser's too: each process starts a desk and a Chromium for its first."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0]


def in_good_order(items: list[pytest.Item]) -> None:
    """Files with slow tests, so that nobody waits for a long one that began last; then all others; then the browser's,
    those of many tests first: the demo's desks, once they run, take some of the machine for themselves."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    many = Counter(item.path for item in items if item.nodeid.startswith(BROWSER))
    items.sort(key=lambda item: (many[item.path] > 0, -many[item.path], item.path not in slow))
