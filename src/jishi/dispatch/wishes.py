"""What a ticket asks for, and what of it is let go, so that a wish never keeps a customer waiting for nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jishi.dispatch.hurdles import is_open, speaks
from jishi.dispatch.index import wall_wait
from jishi.dispatch.model import Asked, Candidate, Dropped, Need, Scene

LANGUAGE_FOR = 60  # seconds somebody who speaks the language is waited for, where it is only wished


@dataclass(frozen=True, slots=True)
class Eased:
    """A ticket with what still binds, and what was let go: skills, perhaps the language, and why each."""

    asked: Asked
    skills: tuple[tuple[Need, Dropped], ...] = ()
    language: Dropped | None = None

    @property
    def told(self) -> list[list[str]]:
        """For the record: what, its name, and why."""
        skills = [["skill", need.name, str(why)] for need, why in self.skills]
        return [*skills, ["language", self.asked.language or "", str(self.language)]] if self.language else skills

    def also(self, asked: Asked) -> "Eased":
        """The same for another ticket that sees the same people in the same way."""
        if not (self.skills or self.language):
            return Eased(asked)
        bound = replace(asked, needs=self.asked.needs, language_need=self.asked.language_need)
        return replace(self, asked=bound)

    def lacks(self, candidate: Candidate) -> int:
        """How many of the wishes let go somebody would not have met."""
        skills = sum(candidate.skills.get(need.skill_id, 0) < need.grade for need, _ in self.skills)
        return skills + (self.language is not None and not speaks(candidate, self.asked.language))


def ease(asked: Asked, candidates: Sequence[Candidate], scene: Scene) -> Eased:
    """`candidates` are all who are considered, at work or not: a wish that none of them meets is let go at once."""
    wished = [need for need in asked.needs if not need.required]
    if not wished and (asked.language_need != "wished" or asked.language is None):
        return Eased(asked)
    waited = wall_wait(asked, scene)
    open_to = [each for each in candidates if each.active and is_open(asked, each)]
    skills = tuple((need, why) for need in wished if (why := _skill(asked, need, open_to, waited)) is not None)
    language = _language(asked, open_to, waited)
    gone = {id(need) for need, _ in skills}
    kept = tuple(need for need in asked.needs if id(need) not in gone)
    language_need = "ignored" if language else asked.language_need
    return Eased(replace(asked, needs=kept, language_need=language_need), skills, language)


def next_ease(asked: Asked, scene: Scene) -> datetime | None:
    """When the next wish is let go for having waited: somebody has to look again then."""
    waited = wall_wait(asked, scene)
    ahead = [wait for wait in _waits(asked) if wait > waited]
    return (asked.since or asked.created_at) + timedelta(seconds=min(ahead)) if ahead else None


def passed(asked: Asked, scene: Scene) -> int:
    """How many waits for a wish are over."""
    if asked.language is None and all(need.required for need in asked.needs):
        return 0
    return sum(wait <= wall_wait(asked, scene) for wait in _waits(asked))


def _waits(asked: Asked) -> list[int]:
    waits = [need.drop_after for need in asked.needs if not need.required and need.drop_after is not None]
    if asked.language is not None and asked.language_need == "wished":
        waits.append(LANGUAGE_FOR)
    return waits


def _skill(asked: Asked, need: Need, candidates: Sequence[Candidate], waited: float) -> Dropped | None:
    if asked.peak:
        return Dropped.PEAK
    if not any(each.skills.get(need.skill_id, 0) >= need.grade for each in candidates):
        return Dropped.NOBODY
    return Dropped.WAITED if need.drop_after is not None and waited >= need.drop_after else None


def _language(asked: Asked, candidates: Sequence[Candidate], waited: float) -> Dropped | None:
    if asked.language is None or asked.language_need != "wished":
        return None
    if all(speaks(each, asked.language) for each in candidates):
        return None  # nothing to let go
    if asked.peak:
        return Dropped.PEAK
    if not any(speaks(each, asked.language) for each in candidates):
        return Dropped.NOBODY
    return Dropped.WAITED if waited >= LANGUAGE_FOR else None
