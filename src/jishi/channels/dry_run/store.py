"""What is known of those who would be asking."""

from collections.abc import Sequence
from typing import Any

from jishi.identity.recognise import Handle
from jishi.storage.transaction import Transaction


async def customers(tx: Transaction, handles: Sequence[Sequence[Handle]]) -> list[Any]:
    """For each list of handles the customer who is found by the first that anybody has, and who served them last."""
    triples = [(n, kind, value) for n, each in enumerate(handles) for kind, value in each]
    rows = await tx.fetch(
        "SELECT DISTINCT ON (u.item) u.item, to_jsonb(c) AS customer, (SELECT p.owner_id FROM ("
        "   SELECT x.owner_id, x.created_at FROM tickets x WHERE x.workspace_id = $1 AND x.customer_id = c.id"
        "    ORDER BY x.created_at DESC LIMIT 20) p"
        "  WHERE p.owner_id IS NOT NULL ORDER BY p.created_at DESC LIMIT 1) AS previous"
        " FROM unnest($2::int[], $3::text[], $4::text[]) WITH ORDINALITY AS u(item, kind, value, n)"
        " CROSS JOIN LATERAL (SELECT h.customer_id FROM customer_handles h"
        "   WHERE h.workspace_id = $1 AND h.kind = u.kind AND h.value = u.value LIMIT 1) f"
        " JOIN customers c ON c.workspace_id = $1 AND c.id = f.customer_id ORDER BY u.item, u.n",
        tx.workspace_id, [n for n, *_ in triples], [kind for _, kind, _ in triples], [value for *_, value in triples],
    )  # fmt: skip
    found = {row["item"]: row for row in rows}
    return [found.get(n) for n in range(len(handles))]


async def weights(tx: Transaction, channels: Sequence[str]) -> dict[str, int]:
    """What a ticket of each channel takes of a person."""
    rows = await tx.fetch(
        "SELECT c AS channel, weight_of($1, c) AS weight FROM unnest($2::text[]) AS c",
        tx.workspace_id, list(channels),
    )  # fmt: skip
    return {row["channel"]: row["weight"] for row in rows}
