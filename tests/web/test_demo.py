from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from jishi.dispatch.fairness import store
from jishi.dispatch.stranded import stranded
from jishi.identity.model import Requester
from jishi.identity.verify_password import verify_password
from jishi.reactions import ALARMS
from jishi.tickets.receive import Incoming, receive
from jishi.web.demo import alone
from jishi.web.demo_password import LOG_INS
from jishi.web.make_demo import make_demo
from jishi.web.stage.fill import chance, gaps
from jishi.web.stage.furnish import SIGN_IN, colleagues
from jishi.web.stage.model import VERDICTS, Verb
from jishi.web.stage.play import FULL_HOUSE, Play
from jishi.web.stage.read import any_story, stories
from jishi.web.worker import Worker
from jishi.workforce.recount import miscounted
from jishi.workforce.roster.turns import hold, settle
from tests.patience import becomes
from tests.web.conftest import PASSWORD, Demo

TAKING = ("lead@demo.test", "agent@demo.test")  # of those who sign in
LIVE = "('new', 'open', 'pending', 'on_hold')"


async def ask(demo: Demo, sql: str, *args: object) -> list[Any]:
    async with demo.database.job(demo.workspace_id) as tx:
        return await tx.fetch(sql, demo.workspace_id, *args)


async def number(demo: Demo, sql: str, *args: object) -> int:
    [row] = await ask(demo, sql, *args)
    return int(row[0])


async def test_the_four_log_ins_open_with_the_password_that_is_printed(demo: Demo) -> None:
    rows = await ask(demo, "SELECT email, password_hash FROM people WHERE workspace_id = $1")
    hashes = {row["email"]: row["password_hash"] for row in rows}
    assert len(hashes) >= 12
    for email, _ in LOG_INS:
        assert await verify_password(PASSWORD, hashes[email])
    assert [email for email in colleagues() if hashes[email] is not None] == []


async def test_eight_agents_and_more_are_online_and_stay_so_without_a_console(demo: Demo) -> None:
    rows = await ask(
        demo,
        "SELECT DISTINCT a.person_id, a.source FROM agents a JOIN team_members m ON m.workspace_id = $1"
        " AND m.person_id = a.person_id WHERE a.workspace_id = $1 AND a.status = 'online'",
    )
    assert len(rows) >= 8
    assert {row["source"] for row in rows} == {"demo"}
    assert await ask(demo, "SELECT 1 FROM alarms WHERE workspace_id = $1 AND name = 'workforce.presence_lapses'") == []


AT_WORK = (
    " FROM agents a JOIN on_duty($1, ARRAY(SELECT person_id FROM agents WHERE workspace_id = $1), $2) d"
    " ON d.person_id = a.person_id WHERE a.workspace_id = $1 AND a.status = 'online'"
    " AND (d.shift_until IS NOT NULL OR NOT d.rostered)"
)


@pytest.mark.parametrize("later", [0, 3, 9, 14, 21])
async def test_eight_agents_of_three_teams_and_more_are_on_shift_at_any_hour_with_skills(
    at_any_hour: Demo, later: int
) -> None:
    rows = await as_of(
        at_any_hour,
        later,
        "SELECT a.person_id, (SELECT array_agg(m.team_id) FROM team_members m WHERE m.workspace_id = $1"
        "   AND m.person_id = a.person_id) AS teams, a.languages" + AT_WORK + " AND d.shift_until > $2"
        " AND EXISTS (SELECT FROM agent_skills s WHERE s.workspace_id = $1 AND s.person_id = a.person_id)"
        " AND EXISTS (SELECT FROM team_members m WHERE m.workspace_id = $1 AND m.person_id = a.person_id)",
    )
    assert len(rows) >= 8
    assert len({team for row in rows for team in row["teams"]}) >= 3
    assert all(row["languages"] for row in rows)


@pytest.mark.parametrize("later", [0, 3, 9, 14, 21])
async def test_colleagues_come_and_go_with_their_shifts_and_who_signs_in_is_there_at_any_hour(
    at_any_hour: Demo, later: int
) -> None:
    rows = await as_of(
        at_any_hour,
        later,
        "SELECT p.email, a.status, a.off_at, d.rostered, d.shift_until FROM agents a"
        " JOIN people p ON p.workspace_id = $1 AND p.id = a.person_id"
        " JOIN on_duty($1, ARRAY(SELECT person_id FROM agents WHERE workspace_id = $1), $2) d"
        " ON d.person_id = a.person_id WHERE a.workspace_id = $1",
    )
    told = {row["email"]: row for row in rows}
    assert all((told[email]["status"], told[email]["rostered"]) == ("online", False) for email in TAKING)
    others = [row for row in rows if row["email"] in colleagues()]
    assert {bool(row["shift_until"]) for row in others} == {True, False}
    for row in others:
        going = row["status"] == "offline" or row["off_at"] is not None  # within its grace
        assert going is (row["shift_until"] is None), row["email"]


async def as_of(demo: Demo, later: int, sql: str) -> list[Any]:
    """What would be there so many hours later, as the roster has it, without it coming to that."""
    at, found = demo.now + timedelta(hours=later), []
    try:
        async with demo.database.job(demo.workspace_id, now=at) as tx:
            people = await tx.fetch("SELECT person_id FROM duties WHERE workspace_id = $1", demo.workspace_id)
            await settle(tx, await hold(tx, [row["person_id"] for row in people]))
            found = await tx.fetch(sql, demo.workspace_id, at)
            raise Undone
    except Undone:
        return found


class Undone(Exception):
    """Nothing of it happened."""


async def free_share(demo: Demo, at: datetime) -> float:
    """Of the places of those who are at work then."""
    [row] = await ask(
        demo, "SELECT sum(greatest(a.capacity - a.load, 0))::float / sum(a.capacity) AS free" + AT_WORK, at
    )
    return float(row["free"])


async def test_half_the_places_of_those_at_work_are_free(at_any_hour: Demo) -> None:
    assert await free_share(at_any_hour, at_any_hour.now) >= 0.5


async def test_there_are_teams_for_every_type_and_room_in_them_for_a_visitors_request(demo: Demo) -> None:
    rows = await ask(demo, "SELECT unnest(types) AS type FROM teams WHERE workspace_id = $1")
    assert {row["type"] for row in rows} >= {"enquiry", "complaint", "technical_support", "after_sale", "pre_sale"}
    assert await number(demo, "SELECT count(*) FROM teams WHERE workspace_id = $1") >= 3
    for kind in ("enquiry", "technical_support", "after_sale", None):
        await assert_dispatched(demo, kind)


async def assert_dispatched(demo: Demo, kind: str | None) -> None:
    requester = Requester(name="Visitor", email=f"{kind}@visitor.example")
    async with demo.database.job(demo.workspace_id) as tx:
        filed = await receive(tx, Incoming(channel="form", body="hello", requester=requester, type=kind))
    await Worker(demo.database, dict(ALARMS)).drain()
    owner = "SELECT owner_id FROM tickets WHERE workspace_id = $1 AND id = $2"
    assert (await ask(demo, owner, filed.ticket.id))[0]["owner_id"] is not None


async def test_every_view_of_the_inbox_has_something_to_show_and_most_is_on_time(at_any_hour: Demo) -> None:
    demo = at_any_hour

    async def count(where: str) -> int:
        return await number(demo, f"SELECT count(*) FROM tickets WHERE workspace_id = $1 AND {where}", *instants)

    instants: list[object] = []
    live, pending = await count(f"state IN {LIVE}"), await count("state = 'pending'")
    unassigned, solved, closed = (
        await count("owner_id IS NULL"),
        await count("state = 'solved'"),
        await count("state = 'closed'"),
    )
    instants = [demo.now]
    late = await count(f"state IN {LIVE} AND due_at <= $2")
    soon = await count(f"state IN {LIVE} AND warned AND due_at > $2")
    assert 25 <= live <= 80
    assert pending >= 2
    assert 1 <= unassigned <= 8
    assert solved >= 5
    assert closed >= 30
    assert 1 <= late <= live * 0.35
    assert 1 <= soon <= live * 0.35


async def test_the_agent_who_signs_in_finds_work(demo: Demo) -> None:
    rows = await ask(
        demo,
        f"SELECT t.state, t.level FROM tickets t JOIN people p ON p.workspace_id = $1 AND p.id = t.owner_id"
        f" WHERE t.workspace_id = $1 AND p.email = 'agent@demo.test' AND t.state IN {LIVE}",
    )
    assert len(rows) >= 5
    assert "open" in {row["state"] for row in rows}
    assert len({row["level"] for row in rows}) >= 2


async def test_the_history_has_scores_reopenings_notes_and_customers_who_came_back(demo: Demo) -> None:
    scores = Counter(
        row[0] for row in await ask(demo, "SELECT score FROM tickets WHERE workspace_id = $1 AND score > 0")
    )
    assert len(scores) >= 3
    assert await number(demo, "SELECT sum(reopen_count) FROM tickets WHERE workspace_id = $1") >= 2
    assert await number(demo, "SELECT count(*) FROM messages WHERE workspace_id = $1 AND NOT public") >= 20
    again = (
        "SELECT count(*) FROM (SELECT FROM tickets WHERE workspace_id = $1 GROUP BY customer_id HAVING count(*) > 2) c"
    )
    assert await number(demo, again) >= 3
    assert await number(demo, "SELECT count(*) FROM tickets WHERE workspace_id = $1 AND tier = 'vip'") >= 8
    languages = {row[0] for row in await ask(demo, "SELECT DISTINCT language FROM tickets WHERE workspace_id = $1")}
    assert languages >= {"zh-CN", "en"}


async def test_the_history_was_lived_so_nothing_disagrees(demo: Demo) -> None:
    async with demo.database.job(demo.workspace_id) as tx:
        assert await miscounted(tx) == []
        assert await stranded(tx) == []
    assert await ask(demo, "SELECT * FROM outbox WHERE workspace_id = $1 AND parked_at IS NOT NULL") == []
    backwards = (
        "SELECT count(*) FROM (SELECT at - lag(at) OVER (PARTITION BY ticket_id ORDER BY id) AS step FROM journal"
        " WHERE workspace_id = $1 AND kind LIKE 'Ticket%') s WHERE step < interval '0'"
    )
    assert await number(demo, backwards) == 0
    assert await number(demo, "SELECT count(*) FROM tickets WHERE workspace_id = $1 AND created_at > $2", demo.now) == 0


async def test_colleagues_had_the_tickets_open_that_they_answered_and_were_idle_now_and_then(
    demo: Demo,
) -> None:
    async with demo.database.job(demo.workspace_id) as tx:
        busy = await store.busy(tx, since=demo.now - timedelta(hours=4), until=demo.now)
    answered = await ask(
        demo,
        "SELECT (data->>'person_id')::bigint AS id FROM journal WHERE workspace_id = $1 AND kind = 'ReplySent'"
        " AND at > $2 GROUP BY 1 HAVING count(*) > 1",
        demo.now - timedelta(hours=4),
    )
    assert len(answered) >= 6
    spent = {person: sum((x.end - x.start).total_seconds() for x in spans) for person, spans in busy.items()}
    assert all(60 < spent[row["id"]] < 4 * 3600 * 0.9 for row in answered)
    assert await number(demo, "SELECT count(*) FROM work WHERE workspace_id = $1") == 0  # all left again
    assert await number(demo, "SELECT count(*) FROM handling WHERE workspace_id = $1") >= 6


async def test_the_desk_is_open_whatever_the_hour(demo: Demo) -> None:
    [row] = await ask(demo, "SELECT hours FROM calendars WHERE workspace_id = $1 AND current AND is_default")
    assert {str(day) for day in range(7)} == set(row["hours"]["weekly"])
    for shifts in row["hours"]["weekly"].values():
        assert [shifts[0][0], shifts[-1][1]] == ["00:00", "24:00"]
    assert row["hours"]["holidays"] == []


async def test_a_demo_that_is_there_is_left_alone(demo: Demo) -> None:
    before = await number(demo, "SELECT count(*) FROM journal WHERE workspace_id = $1")
    assert not await make_demo(demo.database, PASSWORD)
    assert await number(demo, "SELECT count(*) FROM journal WHERE workspace_id = $1") == before


@pytest.mark.slow
async def test_the_play_goes_on_for_two_hours_without_touching_what_is_a_visitors(demo: Demo) -> None:
    kinds = await two_hours_of(demo)
    assert kinds["TicketOpened"] >= 60  # one in two minutes, as chance has it
    assert kinds["ReplySent"] >= 60
    assert kinds["TicketSolved"] >= 20
    assert kinds["TicketConfirmed"] >= 10
    assert kinds["ReplyTyped"] >= 10
    assert kinds["WorkLeft"] >= 30


@pytest.mark.slow
async def test_half_as_many_customers_come_by_night(demo_by_night: Demo) -> None:
    kinds = await two_hours_of(demo_by_night)
    assert 30 <= kinds["TicketOpened"] < 60
    assert kinds["ReplySent"] >= 30
    assert kinds["TicketSolved"] >= 20
    assert kinds["TicketConfirmed"] >= 10
    assert kinds["ReplyTyped"] >= 10
    assert kinds["WorkLeft"] >= 30


async def two_hours_of(demo: Demo) -> Counter[str]:
    """What happened in them, by kind, once it is sure that nobody was touched who is not of the play."""
    worker, now = Worker(demo.database, dict(ALARMS)), demo.now
    facts = "SELECT coalesce(max(id), 0) FROM journal WHERE workspace_id = $1"
    since = await number(demo, facts)
    play = Play(demo.database, demo.workspace_id, chance("two hours"))
    try:
        for step in range(180):
            now += timedelta(seconds=40)
            demo.database.clock = lambda at=now: at  # type: ignore[misc]
            await play.go_on()
            await worker.drain()
            if step % 15 == 14:  # every ten minutes
                assert await free_share(demo, now) >= 0.5
        rows = await ask(demo, "SELECT kind, by FROM journal WHERE workspace_id = $1 AND id > $2", since)
        kinds = Counter(row["kind"] for row in rows)
        people = await ask(demo, "SELECT id, email FROM people WHERE workspace_id = $1")
        sign_in = {f"person:{row['id']}" for row in people if row["email"] in SIGN_IN}
        assert [row["kind"] for row in rows if row["by"] in sign_in] == []
        live = f"SELECT count(*) FROM tickets WHERE workspace_id = $1 AND state IN {LIVE}"
        assert 20 <= await number(demo, live) <= FULL_HOUSE
        assert await ask(demo, "SELECT * FROM outbox WHERE workspace_id = $1") == []
        return kinds
    finally:
        demo.database.clock = lambda: demo.now


async def test_of_many_workers_one_plays_and_another_follows_when_it_ends(demo: Demo) -> None:
    async with alone(demo.database) as first:
        assert first is not None
        async with alone(demo.database) as second:
            assert second is None
        first.terminate()  # killed, or its network gone
        await becomes(lambda: is_free(demo))


async def is_free(demo: Demo) -> bool:
    async with alone(demo.database) as stage:
        return stage is not None


@pytest.mark.parametrize("key", sorted(stories()))
def test_a_story_can_be_told_from_beginning_to_end(key: str) -> None:
    story = stories()[key]
    said = gaps("seed", story.language) | dict.fromkeys(("agent", "agent1", "customer", "customer1"), "X")
    for text in [story.subject, *story.fields.values(), *(step.text for step in story.steps)]:
        assert "{" not in text.format_map(said)
    verbs = [step.verb for step in story.steps]
    assert verbs[0] is Verb.CUSTOMER
    assert verbs[-1] in VERDICTS
    assert Verb.SOLVE in verbs
    assert verbs.count(Verb.HOLD) == verbs.count(Verb.RESUME)
    assert story.channels


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_visitors_own_request_is_answered_in_their_language(language: str) -> None:
    assert any_story(language).language == language
