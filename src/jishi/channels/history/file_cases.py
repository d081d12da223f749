"""Store a batch of cases as history, in one transaction."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any
from zoneinfo import ZoneInfo

from jishi.channels.history import store
from jishi.channels.history.find_names import Names, find_names
from jishi.channels.history.model import Case, Columns, Story
from jishi.channels.history.rules import retell
from jishi.identity.model import Workspace
from jishi.kernel.bigrams import index_words, normalise
from jishi.storage.transaction import Transaction

NO_TEXT = {"zh-CN": "（回复原文不在导入的文件中。）", "en": "(The text of this answer was not in the imported file.)"}
LONGEST_INDEXED = 20_000


async def file_cases(
    tx: Transaction, mapping: Columns, cases: Sequence[Case], names: Names, workspace: Workspace
) -> list[Story]:
    """The stories that were new. A case that is here already is left as it is; a dry run stores none."""
    await store.lock_source(tx, mapping.source)
    there = await store.filed(tx, mapping.source, [case.source_id for case in cases])
    new = [case for case in cases if case.source_id not in there]
    if not new:
        return []
    await tx.database.ids.reserve(ids_needed(new))
    await find_names(tx, mapping, new, names)
    numbers = await _take_numbers(tx, new, ZoneInfo(workspace.zone), dry=names.dry)
    stories = [
        retell(
            case,
            ticket_id=tx.new_id(),
            message_ids=[tx.new_id() for _ in range(1 + answers(case))],
            number=next(numbers[case.opened_at]),
            customer_id=names.customers[case.customer],
            source=mapping.source,
            people=names.people,
            teams=names.teams,
            now=tx.now,
        )
        for case in new
    ]
    if not names.dry:
        await _store(tx, mapping, new, stories, workspace.language)
    return stories


def ids_needed(cases: Sequence[Case]) -> int:
    """At most: a ticket, its messages and a customer each, and everybody whom a step names."""
    people = {step.owner for case in cases for step in case.steps} | {case.solved_by for case in cases}
    people |= {step.answered_by for case in cases for step in case.steps}
    teams = {step.team for case in cases for step in case.steps}
    return sum(3 + answers(case) for case in cases) + len(people) + len(teams)


def answers(case: Case) -> int:
    return sum(step.answer is not None for step in case.steps)


async def _take_numbers(
    tx: Transaction, cases: Sequence[Case], zone: ZoneInfo, *, dry: bool
) -> dict[datetime, Iterator[str]]:
    """Numbers by the day on which each was opened, as the workspace counts days; the earlier the lower."""
    opened = sorted(case.opened_at for case in cases)
    if dry:
        return {at: repeat("") for at in opened}
    today = tx.now.astimezone(zone).date()
    days = Counter(at.astimezone(zone).date() for at in opened)
    drawn = {day: iter(await store.take_numbers(tx, day, today, many)) for day, many in sorted(days.items())}
    numbers: dict[datetime, list[str]] = {}
    for at in opened:
        numbers.setdefault(at, []).append(next(drawn[at.astimezone(zone).date()]))
    return {at: iter(each) for at, each in numbers.items()}


async def _store(
    tx: Transaction, mapping: Columns, cases: Sequence[Case], stories: Sequence[Story], language: str
) -> None:
    messages: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for case, story in zip(cases, stories, strict=True):
        messages += _messages(case, story, tx.now, language)
        ticket = story.ticket
        said = [ticket.number, case.source_id, ticket.subject, *(part for part in case.customer if part), *ticket.tags,
                *ticket.fields.values(), case.body[:LONGEST_INDEXED]]  # fmt: skip
        said += [answer.body[:LONGEST_INDEXED] for answer in story.answers]
        text = "\n".join(said)
        words.append({"ticket_id": ticket.id, "created_at": ticket.created_at, "text": normalise(text),
                      "words": index_words(text)})  # fmt: skip
    tickets = [story.ticket for story in stories]
    await store.add_tickets(tx, mapping.source, [case.source_id for case in cases], tickets, messages, words)
    store.add_facts(tx, (fact for story in stories for fact in story.facts))


def _messages(case: Case, story: Story, now: datetime, language: str) -> Iterator[dict[str, Any]]:
    ticket = story.ticket
    same = {"ticket_id": ticket.id, "public": True, "channel": ticket.channel, "filed_at": now, "attachments": [],
            "nature": "said"}  # fmt: skip
    yield {**same, "id": story.message_id, "author_kind": "customer", "author_id": ticket.customer_id,
           "author_name": case.customer[0] or "", "body": case.body, "received_at": ticket.created_at}  # fmt: skip
    for answer in story.answers:
        yield {**same, "id": answer.message_id, "author_kind": "agent", "author_id": answer.person_id,
               "author_name": answer.by or "", "body": answer.body or NO_TEXT.get(language, NO_TEXT["en"]),
               "received_at": answer.at}  # fmt: skip
