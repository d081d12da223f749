"""How often an address, a form or a token may ask: token buckets in this process."""

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any

from jishi.kernel.errors import TooMany

MOST_BUCKETS = 50_000


class Rate:
    """`burst` at once, then `per_second` on average, for each key. With several processes each counts for itself."""

    def __init__(self, *, burst: float, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self.burst = burst
        self.per_second = per_second
        self._now = now
        self._buckets: dict[str, tuple[float, float]] = {}  # key -> what was left, and when

    def take(self, key: str, cost: float = 1) -> None:
        """Use up `cost`. Raises TooMany, which says how long to wait, when so much is not left."""
        left = self.left(key)
        if left < cost:
            raise TooMany(seconds=max(1, math.ceil((cost - left) / self.per_second)))
        self._keep(key, left - cost)

    def give(self, key: str, cost: float = 1) -> None:
        """Take back a `take`, when what it was for turned out to be harmless."""
        self._keep(key, min(self.burst, self.left(key) + cost))

    def left(self, key: str) -> float:
        level, at = self._buckets.get(key, (self.burst, 0.0))
        return min(self.burst, level + (self._now() - at) * self.per_second)

    def forget(self) -> None:
        """Everyone begins anew."""
        self._buckets.clear()

    def _keep(self, key: str, level: float) -> None:
        if len(self._buckets) >= MOST_BUCKETS:
            self._sweep()
        self._buckets[key] = (level, self._now())

    def _sweep(self) -> None:
        """Full buckets say nothing. Should that free too little, everyone begins anew: memory stays bounded."""
        self._buckets = {key: kept for key, kept in self._buckets.items() if self.left(key) < self.burst}
        if len(self._buckets) > MOST_BUCKETS * 0.9:
            self._buckets.clear()


def address_of(connection: Any) -> str:
    """Who asks, for counting: an IPv4 address, or the /64 of an IPv6 one, since whoever has one address has them all.

    Behind a proxy the server is told whom to trust (`--forwarded-allow-ips`), and this is the real client.
    """
    client = connection.client
    host = client.host if client is not None else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return host
