"""Finding tickets by words."""

from tests.cast import MONDAY, OTTO, Desk

OLD = 60  # tickets with the rare word, older than the newest few thousand that are looked through first


async def fill(desk: Desk, many: int) -> None:
    """Tickets as from years of work: all say 您好, only the oldest say 貔貅."""
    async with desk.database.job(desk.workspace_id) as tx:
        values = (desk.workspace_id, many, MONDAY, OLD)
        await tx.execute(
            "INSERT INTO customers (workspace_id, id, name, created_at) VALUES ($1, 1, 'Li', $2)", values[0], MONDAY
        )
        await tx.execute(
            "INSERT INTO tickets (workspace_id, id, number, subject, state, channel, level, tier, customer_id,"
            " created_at, filed_at, updated_at)"
            " SELECT $1, n, 'h' || n, CASE WHEN n <= $4 THEN '貔貅' ELSE '花瓶' END, 'closed', 'chat', 'normal',"
            " 'regular', 1, $3::timestamptz + n * interval '1 s', $3, $3 FROM generate_series(1, $2::int) n",
            *values,
        )
        await tx.execute(
            "INSERT INTO ticket_words SELECT $1, n, $2::timestamptz + n * interval '1 s', t.subject || ' 您好',"
            " array_to_tsvector(ARRAY[t.subject, '您好']) FROM tickets t CROSS JOIN LATERAL (SELECT t.id AS n) i"
            " WHERE t.workspace_id = $1",
            desk.workspace_id, MONDAY,
        )  # fmt: skip


async def found(desk: Desk, q: str, **more: object) -> list[str]:
    """The numbers on all pages, in their order."""
    numbers: list[str] = []
    after: str | None = None
    while True:
        place = f"&after={after}" if after else ""
        filters = "".join(f"&{name}={value}" for name, value in more.items())
        page = await desk.ok("GET", f"/tickets?limit=50&q={q}{place}{filters}", as_=OTTO)
        numbers += [row["number"] for row in page["items"]]
        after = page["next"]
        if after is None or len(numbers) > 300:
            return numbers


async def test_a_rare_old_word_is_found_to_the_last_newest_first(desk: Desk) -> None:
    await fill(desk, 5200)
    assert await found(desk, "貔貅") == [f"h{n}" for n in range(OLD, 0, -1)]


async def test_a_word_that_all_tickets_have_gives_the_newest_first(desk: Desk) -> None:
    await fill(desk, 5200)
    assert (await found(desk, "您好"))[:300] == [f"h{n}" for n in range(5200, 4900, -1)]


async def test_pages_go_on_across_the_point_where_the_way_of_searching_changes(desk: Desk) -> None:
    await fill(desk, 5020)
    assert await found(desk, "貔貅") == [f"h{n}" for n in range(OLD, 0, -1)]


async def test_a_view_narrows_what_is_found(desk: Desk) -> None:
    await desk.write("我要退款", subject="退款")
    await desk.write("我要换货", subject="换货")
    await desk.settle()
    assert len(await found(desk, "退款", view="unassigned")) == 1
    assert await found(desk, "退款", view="solved") == []


async def test_a_telephone_number_is_found_without_its_country_and_by_its_last_four_digits(desk: Desk) -> None:
    ticket = await desk.write("在吗", requester={"name": "Kim", "phone": "+8613900012468"})
    await desk.write("在吗", requester={"name": "Lu", "phone": "+8613900099999"})
    await desk.settle()
    for asked in ("%2B8613900012468", "13900012468", "139000124", "2468"):
        assert await found(desk, asked) == [ticket["number"]], asked
