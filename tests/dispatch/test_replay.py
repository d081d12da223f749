"""A decision made again from its record."""

from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from jishi.dispatch import rules
from jishi.dispatch.model import Asked, Candidate, QueueSettings, Scene, Strategy
from jishi.dispatch.replay import pack_all, replay, unpack
from tests.dispatch.people import AFTER_SALES, NINE, TIERS
from tests.dispatch.test_board import people, tickets

EVENING = NINE.replace(hour=18)


def through_json(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


@settings(max_examples=150, deadline=None)
@given(
    tickets,
    st.lists(people, max_size=7, unique_by=lambda each: each.id),
    st.sampled_from(Strategy),
    st.none() | st.integers(1, 30),
    st.sampled_from([{}, {"rostered": True}, {"rostered": True, "shift_until": EVENING}, {"active": False}]),
)
def test_case_a18_a_decision_replayed_from_its_record_gives_the_same_answer_and_reasons(
    asked: Asked, crowd: list[Candidate], strategy: Strategy, last: int | None, but: dict[str, Any]
) -> None:
    crowd = [replace(each, **but) if place == 0 else each for place, each in enumerate(crowd)]
    queue = QueueSettings(team_id=AFTER_SALES, strategy=strategy, last_given=last)
    scene = Scene(now=NINE, tiers=TIERS, queues={AFTER_SALES: queue})
    decision = rules.choose(asked, crowd, scene)
    kept_asked = through_json(msgspec.to_builtins(asked))
    kept_scene = through_json(msgspec.to_builtins(scene, str_keys=True))
    considered = through_json(pack_all(decision))
    names = {each.id: each.name for each in crowd}
    again = replay(kept_asked, considered, kept_scene, names)
    assert again == decision
    seen = [unpack(packed) for packed in considered]
    assert [(each.id, each.why_not, each.rank) for each in seen] == [
        (each.id, each.why_not, each.rank) for each in decision.considered
    ]
