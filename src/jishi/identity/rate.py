"""How often an address, a form or a workspace may ask: token buckets that all processes fill together."""

import math
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any

from jishi.identity.store import rates
from jishi.kernel.errors import TooMany
from jishi.storage.database import Database

NOBODYS = 0  # the workspace of what is tried before one is known
LONGEST_KEY = 200


class Rate:
    """`burst` at once, then `per_second` on average, for each key. The database counts, for all processes and by its
    own clock."""

    def __init__(self, name: str, *, burst: float, per_second: float) -> None:
        self.name = name
        self._each = timedelta(seconds=1 / per_second)
        self._most = timedelta(seconds=burst / per_second)

    async def take(
        self, database: Database, key: str, *, workspace_id: int = NOBODYS, at: datetime | None = None
    ) -> None:
        """Use up one. Raises TooMany, which says how long to wait, when none is left. In a transaction of its own,
        lest others wait for one that lasts; without `at` by the database's clock."""
        async with database.job(workspace_id) as tx:
            wait = await rates.take(tx, self.name, key[:LONGEST_KEY], cost=self._each, most=self._most, at=at)
        if wait is not None:
            raise TooMany(seconds=max(1, math.ceil(wait.total_seconds())))

    async def give(self, database: Database, key: str, *, workspace_id: int = NOBODYS) -> None:
        """Take back a `take`, when what it was for turned out to be harmless."""
        async with database.job(workspace_id) as tx:
            rates.give(tx, self.name, key[:LONGEST_KEY], cost=self._each)


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
