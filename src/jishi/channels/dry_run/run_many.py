"""What would become of many requests that came before, by the rules of now."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from jishi.channels.dry_run.file_shapes import Counted, FileRun, RowSeen, WrongRowSeen
from jishi.channels.dry_run.imagine import Imagined, asked, imagine, promised
from jishi.channels.dry_run.read_requests import Requests
from jishi.dispatch import explain
from jishi.dispatch.board import Placed
from jishi.dispatch.share_out import share_out
from jishi.identity.find import names_of, team_names
from jishi.identity.language import translate
from jishi.storage.transaction import Transaction

FIRST_ROWS = 500  # that are shown one by one
FIRST_WRONG = 100
FIRST_WORDS = 50
Key = tuple[str | None, str | None]  # a key and what it is called


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What would become of one row; `placed` is None when it goes to the junk."""

    row: int
    seen: Imagined
    policy: Key
    placed: Placed | None

    @property
    def rule(self) -> Key:
        rule = self.seen.sorted.rule
        return (None, None) if rule is None else (str(rule.id), rule.name)


@dataclass(frozen=True, slots=True)
class _Words:
    """What things are called, and the language of sentences."""

    teams: Mapping[int, str]
    people: Mapping[int, str]
    language: str

    def team(self, outcome: _Outcome) -> Key:
        team_id = outcome.placed.asked.team_id if outcome.placed else None
        return (None, None) if team_id is None else (str(team_id), self.teams.get(team_id))

    def owner(self, outcome: _Outcome) -> Key:
        agent_id = outcome.placed.decision.agent_id if outcome.placed else None
        return (None, None) if agent_id is None else (str(agent_id), self.people.get(agent_id))

    def reason(self, outcome: _Outcome) -> str | None:
        """Why nobody could take it."""
        placed = outcome.placed
        if placed is None or placed.decision.agent_id is not None:
            return None
        params = {**placed.decision.params, "team": self.team(outcome)[1]}
        return explain.sentence(placed.decision.why, params, self.language)


async def run_many(tx: Transaction, requests: Requests, *, language: str) -> FileRun:
    """Each by itself, and who would get how many if everybody were at work and had room. Nothing is created."""
    outcomes = await _outcomes(tx, requests)
    placed = [outcome.placed for outcome in outcomes if outcome.placed is not None]
    teams = await team_names(tx, {each.asked.team_id for each in placed if each.asked.team_id is not None})
    people = await names_of(tx, {each.decision.agent_id for each in placed if each.decision.agent_id is not None})
    words = _Words(teams, people, language)
    live = [outcome for outcome in outcomes if outcome.placed is not None]
    return FileRun(
        header=requests.header,
        columns=requests.columns,
        rows=requests.rows,
        read=len(requests.found),
        more=requests.more,
        refused=len(requests.wrong),
        wrong=[
            WrongRowSeen(row=wrong.row, column=wrong.column, why=translate(wrong.why, language))
            for wrong in requests.wrong[:FIRST_WRONG]
        ],
        unknown=[Counted(key=word, name=word, count=n) for word, n in requests.unknown.most_common(FIRST_WORDS)],
        blocked=len(outcomes) - len(live),
        by_rule=_counted(live, lambda outcome: outcome.rule),
        by_team=_counted(live, words.team),
        by_type=_counted(live, lambda outcome: (outcome.seen.ticket.type, None)),
        by_level=_counted(live, lambda outcome: (outcome.seen.ticket.level.value, None)),
        by_policy=_counted(live, lambda outcome: outcome.policy),
        by_agent=_counted([outcome for outcome in live if words.owner(outcome)[0]], words.owner),
        waiting=_counted(
            [outcome for outcome in live if words.reason(outcome)],
            lambda outcome: (words.reason(outcome), words.reason(outcome)),
        ),
        first=[_row(outcome, words) for outcome in outcomes[:FIRST_ROWS]],
    )


async def _outcomes(tx: Transaction, requests: Requests) -> list[_Outcome]:
    imagined = await imagine(tx, [(incoming, at) for _, incoming, at in requests.found])
    coming, policies = [], []
    for seen in imagined:
        await asyncio.sleep(0)
        there = replace(seen.ticket, team_id=seen.sorted.team_id)
        _, matched, targets = await promised(tx, there, automatic=seen.incoming.automatic)
        policies.append((None, None) if matched is None else (str(matched.policy.id), matched.policy.name))
        if not seen.is_blocked:
            coming.append(asked(seen, targets))
    sent_to = {seen.ticket.id: seen.sorted.team_id for seen in imagined if seen.sorted.team_id is not None}
    placed = await share_out(tx, coming, sent_to) if coming else {}
    return [
        _Outcome(row, seen, policy, placed.get(seen.ticket.id))
        for (row, *_), seen, policy in zip(requests.found, imagined, policies, strict=True)
    ]


def _counted(outcomes: Sequence[_Outcome], key: Callable[[_Outcome], Key]) -> list[Counted]:
    """The most frequent first; those without a key last."""
    found = Counter(key(outcome) for outcome in outcomes).most_common()
    return [Counted(key=k, name=name, count=n) for (k, name), n in sorted(found, key=lambda each: each[0][0] is None)]


def _row(outcome: _Outcome, words: _Words) -> RowSeen:
    ticket = outcome.seen.ticket
    return RowSeen(
        row=outcome.row,
        subject=ticket.subject[:120],
        type=ticket.type,
        level=ticket.level.value,
        rule=outcome.rule[1],
        team=words.team(outcome)[1],
        policy=outcome.policy[1],
        owner=words.owner(outcome)[1],
        reason=words.reason(outcome),
    )
