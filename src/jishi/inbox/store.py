"""Reading tickets with everything that stands beside them."""

from datetime import datetime
from typing import Any

from jishi.inbox.views import KEPT, LIVE, VIEWS, Listing
from jishi.storage.transaction import Transaction
from jishi.tickets.in_scope import IN_SCOPE

CAP = 1000

ROW = """
       t.id, t.number, t.subject, t.state, t.channel, t.type, t.level, t.tier, t.tags, t.created_at, t.updated_at,
       t.waiting_since, t.due_at, t.warn_at, t.merged_into, t.discarded_at, t.discarded_why,
       t.customer_id, c.name AS customer_name, t.team_id, g.name AS team_name,
       t.owner_id, p.name AS owner_name, p.email AS owner_email
"""
BESIDE = """
  LEFT JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id
  LEFT JOIN teams g ON g.workspace_id = $1 AND g.id = t.team_id
  LEFT JOIN people p ON p.workspace_id = $1 AND p.id = t.owner_id
"""
PAGE = f"""
SELECT t.*, c.blocked_at IS NOT NULL AS blocked, m.number AS merged_number, c.name AS customer_name,
       c.email AS customer_email, c.phone AS customer_phone,
       c.external_id AS customer_external_id, c.tier AS customer_tier, c.language AS customer_language,
       g.name AS team_name, p.name AS owner_name, p.email AS owner_email,
       EXISTS (SELECT FROM ticket_followers f WHERE f.workspace_id = $1 AND f.ticket_id = t.id AND f.person_id = $3)
       AS following
  FROM tickets t {BESIDE} LEFT JOIN tickets m ON m.workspace_id = $1 AND m.id = t.merged_into
 WHERE t.workspace_id = $1 AND t.id = $2
"""


class Asked:
    """A list that is asked for, as SQL with its arguments: $1 workspace, $2 caller, $3 now."""

    def __init__(self, tx: Transaction, person_id: int, scope: list[int] | None) -> None:
        self.args: list[Any] = [tx.workspace_id, person_id, tx.now]
        # The casts keep every argument typed in each query, whether its view uses it or not.
        self.where = ["t.workspace_id = $1", "$2::bigint IS NOT NULL", "$3::timestamptz IS NOT NULL"]
        if scope is not None:
            self.where.append(IN_SCOPE.format(teams=self.place(scope) + "::bigint[]"))

    def place(self, value: object) -> str:
        self.args.append(value)
        return f"${len(self.args)}"

    def only(self, column: str, value: object) -> None:
        """Only where the column has that value; None asks for nothing."""
        if value is not None:
            self.where.append(f"t.{column} = {self.place(value)}")

    def having_tag(self, tag: str | None) -> None:
        if tag is not None:
            self.where.append(f"t.tags @> {self.place([tag])}")

    def select(self, listing: Listing, after: tuple[datetime | None, int] | None, limit: int) -> str:
        """The rows of a page, found by index first and joined to what stands beside them afterwards."""
        conditions = " AND ".join([*self.where, listing.where])
        down, than = (" DESC", "<") if listing.descending else ("", ">")
        order = f"t.{listing.by}{down}, t.id{down}"
        most = self.place(limit)
        ended = after is not None and after[0] is None  # the rows with a value are behind us
        beyond = "true"
        if after is not None and not ended:
            beyond = f"(t.{listing.by}, t.id) {than} ({self.place(after[0])}, {self.place(after[1])})"
        some = (
            f"(SELECT t.* FROM tickets t WHERE {conditions} AND t.{listing.by} IS NOT NULL AND {beyond}"
            f" ORDER BY {order} LIMIT {most})"
        )
        if listing.nulls:
            beyond = f"t.id > {self.place(after[1])}" if after and ended else "true"
            none = (
                f"(SELECT t.* FROM tickets t WHERE {conditions} AND t.{listing.by} IS NULL AND {beyond}"
                f" ORDER BY t.id LIMIT {most})"
            )
            some = none if ended else f"(SELECT * FROM ({some} UNION ALL {none}) u LIMIT {most})"
        return f"SELECT {ROW} FROM {some} t {BESIDE} ORDER BY {order}"


async def rows(
    tx: Transaction, asked: Asked, listing: Listing, *, after: tuple[datetime | None, int] | None, limit: int
) -> list[Any]:
    sql = asked.select(listing, after, limit)
    return await tx.fetch(sql, *asked.args)


async def found(
    tx: Transaction,
    asked: Asked,
    view: Listing,
    *,
    query: tuple[str, list[str]],
    after: tuple[datetime | None, int] | None,
    limit: int,
) -> list[Any]:
    """Tickets that hold the words, newest first."""
    tsquery, patterns = query
    before, before_id = after or (None, None)
    words = ", ".join([asked.place(tsquery), asked.place(patterns), asked.place(before), asked.place(before_id)])
    most = asked.place(limit)
    conditions = " AND ".join([*asked.where, view.where])
    # With no further condition the function's own limit ends the search; with one, more must be looked at.
    plain = len(asked.where) == 3 and view.where == KEPT
    look, junk = (most, "false") if plain else ("20000", "NULL")
    return await tx.fetch(
        f"SELECT {ROW} FROM (SELECT t.* FROM search_tickets({words}, {look}, {junk}) s"
        f" JOIN tickets t ON t.workspace_id = $1 AND t.id = s.ticket_id WHERE {conditions}"
        f" ORDER BY s.created_at DESC, s.ticket_id DESC LIMIT {most}) t {BESIDE} ORDER BY t.created_at DESC, t.id DESC",
        *asked.args,
    )


async def counts(tx: Transaction, person_id: int, scope: list[int] | None) -> dict[str, int]:
    """Every view's size, counted no further than the cap."""
    asked = Asked(tx, person_id, scope)
    conditions = " AND ".join(asked.where)
    views = {**VIEWS, "all": Listing(LIVE, "created_at")}
    parts = [
        f"(SELECT count(*) FROM (SELECT FROM tickets t WHERE {conditions} AND {view.where} LIMIT {CAP}) n) AS {name}"
        for name, view in views.items()
        if name not in {"following", "junk"}
    ]
    parts.append(
        f"(SELECT count(*) FROM (SELECT FROM ticket_followers w JOIN tickets t ON t.workspace_id = $1"
        f" AND t.id = w.ticket_id WHERE w.workspace_id = $1 AND w.person_id = $2 AND {conditions} AND {KEPT}"
        f" LIMIT {CAP}) n)"
        " AS following"
    )
    [row] = await tx.fetch("SELECT " + ", ".join(parts), *asked.args)
    return dict(row)


async def page(tx: Transaction, ticket_id: int, person_id: int | None) -> Any:
    return await tx.fetch_one(PAGE, tx.workspace_id, ticket_id, person_id)


async def messages(
    tx: Transaction,
    ticket_id: int,
    *,
    after: tuple[datetime | None, int] | None,
    limit: int,
    merged: bool = False,
) -> list[Any]:
    """The conversation; of a ticket that was `merged`, what had been said on it by then."""
    at, key = after or (None, 0)
    place = "from_ticket_id" if merged else "ticket_id"
    return await tx.fetch(
        "SELECT id, ticket_id, author_kind, author_id, author_name, public, channel, body, received_at, attachments,"
        f" nature, from_ticket_id FROM messages WHERE workspace_id = $1 AND {place} = $2"
        "   AND ($3::timestamptz IS NULL OR (received_at, id) > ($3, $4)) ORDER BY received_at, id LIMIT $5",
        tx.workspace_id, ticket_id, at, key, limit,
    )  # fmt: skip


async def with_number(tx: Transaction, number: str) -> int | None:
    found: int | None = await tx.fetch_value(
        "SELECT id FROM tickets WHERE workspace_id = $1 AND number = $2", tx.workspace_id, number
    )
    return found


async def snippets(tx: Transaction, ticket_ids: list[int]) -> dict[int, str]:
    """The beginning of each ticket's newest public message."""
    found = await tx.fetch(
        "SELECT i.id, m.body FROM unnest($2::bigint[]) AS i(id), LATERAL (SELECT left(body, 140) AS body FROM messages"
        " WHERE workspace_id = $1 AND ticket_id = i.id AND public ORDER BY received_at DESC, id DESC LIMIT 1) m",
        tx.workspace_id, ticket_ids,
    )  # fmt: skip
    return {row["id"]: row["body"] for row in found}


async def facts(tx: Transaction, ticket_id: int, *, after: int, limit: int) -> list[Any]:
    """A ticket's history, in order."""
    return await tx.fetch(
        "SELECT id, kind, at, by, ticket_id, data FROM journal WHERE workspace_id = $1 AND ticket_id = $2 AND id > $3"
        " ORDER BY id LIMIT $4",
        tx.workspace_id, ticket_id, after, limit,
    )  # fmt: skip


async def names(tx: Transaction, people: list[int], customers: list[int]) -> dict[tuple[str, int], str]:
    """The names of actors, by ("person" or "customer", id)."""
    found = await tx.fetch(
        "SELECT 'person' AS kind, id, name FROM people WHERE workspace_id = $1 AND id = ANY($2::bigint[])"
        " UNION ALL SELECT 'customer', id, name FROM customers WHERE workspace_id = $1 AND id = ANY($3::bigint[])",
        tx.workspace_id, people, customers,
    )  # fmt: skip
    return {(row["kind"], row["id"]): row["name"] for row in found}


def forget_words(tx: Transaction, ticket_id: int) -> None:
    tx.later("forget_words", ticket_id)


def learn_words(tx: Transaction, ticket_id: int, created_at: datetime, text: str, words: list[str]) -> None:
    tx.later("learn_words", ticket_id, created_at, text, words)


async def said(tx: Transaction, ticket_id: int, message_id: int) -> Any:
    return await tx.fetch_one(
        "SELECT m.body, t.number, t.subject, t.tags, t.fields, t.created_at, c.name AS customer_name,"
        " c.email AS customer_email, c.phone AS customer_phone FROM messages m"
        "  JOIN tickets t ON t.workspace_id = $1 AND t.id = $2"
        "  LEFT JOIN customers c ON c.workspace_id = $1 AND c.id = t.customer_id"
        " WHERE m.workspace_id = $1 AND m.id = $3",
        tx.workspace_id, ticket_id, message_id,
    )  # fmt: skip
