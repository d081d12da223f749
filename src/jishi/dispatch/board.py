"""Everybody who might be given something against everything that waits, and who gets what.

Repeated until nothing fits: the ticket that it costs most to let wait, over all who could take it now; and for that
ticket the one whom its queue's strategy prefers. Each decision is the one that `rules.choose` would make for the people
as they are at that moment. What many tickets have in common is worked out once: a thousand equal tickets for two
hundred people are one column of the board.
"""

import heapq
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from jishi.dispatch import rules
from jishi.dispatch.index import handling
from jishi.dispatch.model import WHOLE_DESK, Asked, Candidate, Considered, Decision, Scene, Strategy, Why
from jishi.dispatch.rules import Ways
from jishi.dispatch.strategies import WAYS
from jishi.dispatch.wishes import Eased, ease, passed

NEVER = datetime.max.replace(tzinfo=UTC)
Place = tuple[float, datetime, datetime, int]  # less goes first


class Placed(NamedTuple):
    """A ticket, what was decided about it, and what surrounded that, for the record."""

    asked: Asked
    decision: Decision
    scene: Scene


@dataclass(frozen=True, slots=True)
class Seating:
    """What was decided, in that order: `given` to somebody, or `left` waiting, with the reason. `candidates` as they
    are afterwards; `turns`: where the turn stands now in each queue that goes by turns, if it moved."""

    given: tuple[Placed, ...]
    left: tuple[Placed, ...]
    candidates: tuple[Candidate, ...]
    turns: dict[int, int]


def seating(waiting: Iterable[Asked], candidates: Sequence[Candidate], scene: Scene, *, ways: Ways = WAYS) -> Seating:
    """Who gets what. `waiting` holds newcomers too: they stand in line with all others. `candidates` are all who may
    be considered for any of it, at work or not."""
    board = Board(candidates, scene, ways)
    given = tuple(board.fill(waiting))
    return Seating(given, tuple(board.left()), tuple(board.people.values()), board.turns)


def next_for(candidate: Candidate, waiting: Iterable[Asked], scene: Scene) -> Placed | None:
    """What somebody who asks for the next ticket gets: of all that they can take, the one that it costs most to let
    wait, however its queue is worked. None when there is nothing for them."""
    waiting = list(waiting)
    queues = {team_id: replace(queue, strategy=Strategy.INDEX) for team_id, queue in scene.queues.items()}
    board = Board([candidate], replace(scene, queues=queues), WAYS)
    placed = next(board.fill(waiting), None)
    if placed is None:
        return None
    return placed._replace(decision=replace(placed.decision, why=Why.PULLED, strategy=Strategy.PULL))


@dataclass(slots=True)
class Column:
    """Tickets that see the same people in the same way. `seen` counts the changes of people that it knows of; `able`
    are those who could take one, `paces` by type one of them for each time that they would need. Whom a customer knows
    is seen otherwise than in the `common` column of those who know nobody; all others are taken from there."""

    eased: Eased
    considered: list[Considered]
    places: dict[int, int]
    strategy: Strategy
    seen: int
    turn: int | None
    able: list[Candidate] = field(default_factory=list)
    paces: dict[str | None, list[Candidate]] = field(default_factory=dict)
    common: "Column | None" = None

    def count(self) -> None:
        self.able = [each.candidate for each in self.considered if each.rank]
        self.paces = {}

    def paces_for(self, asked: Asked) -> list[Candidate]:
        found = self.paces.get(asked.type)
        if found is None:
            found = self.paces[asked.type] = list({handling(asked, each): each for each in self.able}.values())
        return found


class Board:
    """The people as they are now, and the columns."""

    def __init__(self, candidates: Sequence[Candidate], scene: Scene, ways: Ways) -> None:
        self.people = {each.id: each for each in candidates}
        self.scene = scene
        self.turns: dict[int, int] = {}
        self._ways = ways
        self._changed: list[int] = []
        self._columns: dict[Hashable, Column] = {}
        self._column_of: dict[int, Column] = {}
        self._left: list[Asked] = []
        self._roomy = sum(map(rules.has_room, candidates))

    def fill(self, waiting: Iterable[Asked]) -> Iterator[Placed]:
        """What is given to somebody, one by one. People only become fuller, so what a ticket could cost only falls:
        one that was looked at before somebody filled up is looked at again when it comes to the top."""
        line: list[tuple[Place, Asked]] = []
        for asked in waiting:
            self._stand(line, asked)
        while line and self._roomy:
            place, asked = heapq.heappop(line)
            if self._place(asked) == place:
                yield self._give(asked)
            else:
                self._stand(line, asked)
        self._left += [asked for _, asked in line]

    def left(self) -> Iterator[Placed]:
        """Those nobody could be found for. In one column all wait for the same."""
        decided: dict[int, Decision] = {}
        for asked in self._left:
            column = self._column(asked)
            decision = decided.get(id(column))
            if decision is None:
                pulled = column.strategy is Strategy.PULL
                decision = rules.choose(asked, (), self.scene) if pulled else self._decide(column, asked)
                decided[id(column)] = decision
            yield Placed(asked, decision, self.scene)

    def _stand(self, line: list[tuple[Place, Asked]], asked: Asked) -> None:
        place = self._place(asked)
        if place is None:
            self._left.append(asked)
        else:
            heapq.heappush(line, (place, asked))

    def _place(self, asked: Asked) -> Place | None:
        """None when nobody could take it."""
        column = self._column(asked)
        if column.strategy is Strategy.PULL or not column.able:
            return None
        which = self._ways[column.strategy].which
        most = max(which(asked, each, self.scene) for each in column.paces_for(asked))
        return -most, asked.due_at or NEVER, asked.created_at, asked.ticket_id

    def _give(self, asked: Asked) -> Placed:
        column, scene = self._column(asked), self.scene
        decision = self._decide(column, asked)
        assert decision.agent_id is not None
        agent = self.people[decision.agent_id] = rules.seated(self.people[decision.agent_id], asked, at=scene.now)
        self._roomy -= not rules.has_room(agent)
        self._changed.append(decision.agent_id)
        if column.strategy is Strategy.ROUND_ROBIN:
            self._pass_turn(asked, decision.agent_id)
        return Placed(asked, decision, scene)

    def _decide(self, column: Column, asked: Asked) -> Decision:
        return rules.decide(column.eased.also(asked), column.considered, self.scene)

    def _pass_turn(self, asked: Asked, agent_id: int) -> None:
        team_id = asked.team_id or WHOLE_DESK
        self.turns[team_id] = agent_id
        queue = replace(self.scene.queue(asked), last_given=agent_id)
        self.scene = replace(self.scene, queues={**self.scene.queues, team_id: queue})

    def _column(self, asked: Asked) -> Column:
        column = self._column_of.get(asked.ticket_id)
        if column is None:
            column = self._column_of[asked.ticket_id] = self._find(asked)
        if column.seen < len(self._changed):
            self._look_again(column)
        return column

    def _find(self, asked: Asked) -> Column:
        previous = asked.previous if asked.previous in self.people else None
        key = (
            asked.team_id, asked.open_to, asked.needs, asked.language, asked.language_need, asked.weight,
            asked.complexity, previous, asked.declined, asked.peak, passed(asked, self.scene),
        )  # fmt: skip
        column = self._columns.get(key)
        if column is None:
            column = self._columns[key] = self._new(asked)
        return column

    def _new(self, asked: Asked) -> Column:
        """Whom a customer knows differs from ticket to ticket, and is one of all the people: the others are seen as
        they are for a customer who knows nobody."""
        if asked.previous in self.people:
            return self._known(self._column(replace(asked, previous=None)), asked)
        people = [each for each in self.people.values() if rules.is_member(asked, each)]
        eased, queue = ease(asked, people, self.scene), self.scene.queue(asked)
        considered = [rules.consider(eased, each, self.scene, self._ways) for each in people]
        places = {each.id: place for place, each in enumerate(people)}
        column = Column(eased, considered, places, queue.strategy, len(self._changed), queue.last_given)
        column.count()
        return column

    def _known(self, common: Column, asked: Asked) -> Column:
        places, known = common.places, asked.previous or 0
        if known not in places:
            places = {**places, known: len(places)}
        column = Column(common.eased.also(asked), [], places, common.strategy, 0, common.turn, common=common)
        self._follow(column, common)
        return column

    def _follow(self, column: Column, common: Column) -> None:
        """Knowing the customer settles who comes first, and never whether they could take it."""
        if common.seen < len(self._changed):
            self._look_again(common)
        known = column.eased.asked.previous or 0
        mine = rules.consider(column.eased, self.people[known], self.scene, self._ways)
        column.considered = common.considered.copy()
        if known in common.places:
            column.considered[column.places[known]] = mine
        else:
            column.considered.append(mine)
        column.able, column.paces = common.able, common.paces
        column.seen, column.turn = common.seen, common.turn

    def _look_again(self, column: Column) -> None:
        """At those who were given something since; and at those whom the turn has passed."""
        if column.common is not None:
            self._follow(column, column.common)
            return
        changed = set(self._changed[column.seen :]) & column.places.keys()
        turn = self.scene.queue(column.eased.asked).last_given
        if turn != column.turn:
            low, high = sorted((column.turn or 0, turn or 0))
            changed |= {person_id for person_id in column.places if low < person_id <= high}
            column.turn = turn
        for person_id in changed:
            place = column.places[person_id]
            column.considered[place] = rules.consider(column.eased, self.people[person_id], self.scene, self._ways)
        if any((column.considered[column.places[each]].rank is None) for each in changed):
            column.count()
        column.seen = len(self._changed)
