"""How well the desk's own words sort the requests of `tests/data/triage_desk.csv`, whose labels were decided by written
definitions before the dictionaries were looked at. `python -m tests.knowledge.score` prints the numbers."""

import pytest

from tests.knowledge.score import Row, labelled, part, said, shares


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return labelled("triage_desk.csv")


def test_the_requests_are_in_both_languages_and_of_every_label(rows: list[Row]) -> None:
    for name, least in (("developed", 300), ("held_out", 120)):
        of = part(rows, name)
        chinese = sum(any(letter > "\u3000" for letter in row["text"]) for row in of)
        assert len(of) >= least
        assert 0.4 < chinese / len(of) < 0.6
        assert len({row["type"] for row in of}) == 6
        assert {row["level"] for row in of} == {"urgent", "important", "normal"}
        assert {row["mood"] for row in of} == {"angry", "worried", "calm", ""}


def test_what_was_held_out_is_mostly_sorted_as_labelled(rows: list[Row]) -> None:
    """Measured: type 85.7 %, level 80.2 %, mood 92.1 %; before: 70.6 %, 57.9 % and 84.9 %. Only totals were seen."""
    found = shares(part(rows, "held_out"))
    assert found["type"] >= 0.84
    assert found["level"] >= 0.79
    assert found["mood"] >= 0.9


def test_what_the_phrasings_were_made_with_is_sorted_as_labelled(rows: list[Row]) -> None:
    found = shares(part(rows, "developed"))
    assert min(found.values()) >= 0.95


def test_requests_of_another_hand_are_sorted_better_than_four_of_ten() -> None:
    """Measured on the fifty that nobody ever looked at: type 58 %, level 60 %, mood 74 %; before: 40 %, 44 %, 68 %."""
    found = shares(part(labelled("triage.csv"), "fresh"))
    assert found["type"] >= 0.56
    assert found["level"] >= 0.6
    assert found["mood"] >= 0.72


def test_thanks_and_greetings_have_no_type_and_no_haste(rows: list[Row]) -> None:
    idle = [row for row in rows if not row["type"]]
    right = [row for row in idle if said(row)["type"] == "" and said(row)["level"] == "normal"]
    assert len(right) >= 0.9 * len(idle)


def test_nobody_angry_is_taken_for_calm(rows: list[Row]) -> None:
    assert [row["text"] for row in rows if row["mood"] == "angry" and said(row)["mood"] == "calm"] == []
