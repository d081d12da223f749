"""Say what a colleague can do, and in which languages."""

import re
from collections.abc import Sequence

from jishi.identity import settings
from jishi.storage.transaction import Transaction
from jishi.workforce.errors import BadSkills
from jishi.workforce.facts import LanguagesChanged, SkillsChanged
from jishi.workforce.model import GRADES, Agent
from jishi.workforce.skills import store

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
NO_SKILL = "There is no such skill here."
TWICE = "This is named twice."
GRADE = "A grade is a number from 1 to 5."
NO_LANGUAGE = "A language is given by its code, such as zh or en."


async def teach(
    tx: Transaction, agent: Agent, skills: Sequence[tuple[int, int]], languages: Sequence[str], *, by: str
) -> None:
    """These `(skill, grade)` and these languages, and no others. The agent is held by `admit.hold`.
    Raises BadSkills."""
    await _check(tx, skills, languages)
    grades, tongues = dict(sorted(skills)), tuple(languages)
    were, spoke = await store.of_person(tx, agent.person_id)
    who, at = agent.person_id, tx.now
    if grades != were:
        await store.set_skills(tx, who, grades)
        await tx.record(SkillsChanged(at=at, by=by, person_id=who, skills=_keyed(grades), was=_keyed(were)))
    if tongues != spoke:
        await store.set_languages(tx, who, tongues)
        await tx.record(LanguagesChanged(at=at, by=by, person_id=who, languages=tongues, was=spoke))
    if grades != were or tongues != spoke:
        settings.renew(tx)


async def _check(tx: Transaction, skills: Sequence[tuple[int, int]], languages: Sequence[str]) -> None:
    known = await store.known(tx, [skill for skill, _ in skills])
    named = [skill for skill, _ in skills]
    flaws = [(f"skills.{n}.skill", NO_SKILL) for n, skill in enumerate(named) if skill not in known]
    flaws += [(f"skills.{n}.skill", TWICE) for n, skill in enumerate(named) if skill in named[:n]]
    flaws += [(f"skills.{n}.grade", GRADE) for n, (_, grade) in enumerate(skills) if grade not in GRADES]
    flaws += [(f"languages.{n}", TWICE) for n, each in enumerate(languages) if each in languages[:n]]
    flaws += [(f"languages.{n}", NO_LANGUAGE) for n, each in enumerate(languages) if not LANGUAGE.fullmatch(each)]
    if flaws:
        raise BadSkills(errors=flaws)


def _keyed(grades: dict[int, int]) -> dict[str, int]:
    return {str(skill): grade for skill, grade in grades.items()}
