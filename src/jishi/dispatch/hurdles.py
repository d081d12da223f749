"""What stands between somebody and a ticket."""

from collections.abc import Mapping

from jishi.dispatch.model import WHOLE_DESK, Asked, Candidate, Scene, WhyNot

# A status that is none of these means at work.
ABSENT: Mapping[str, WhyNot] = {
    "offline": WhyNot.OFFLINE,
    "away": WhyNot.AWAY,
    "break": WhyNot.BREAK,
    "wrap_up": WhyNot.WRAP_UP,
}


def hurdle(asked: Asked, candidate: Candidate, scene: Scene) -> WhyNot | None:
    """The first of them: what never changes before what does, so that the reason of a wait counts those who could."""
    return unfit(asked, candidate) or absent(candidate, scene) or taken(asked, candidate)


def unfit(asked: Asked, candidate: Candidate) -> WhyNot | None:
    """It is not for them, whenever it comes."""
    if not candidate.active:
        return WhyNot.DEACTIVATED
    if not is_open(asked, candidate):
        return WhyNot.ELSEWHERE
    if any(candidate.skills.get(need.skill_id, 0) < need.grade for need in asked.needs):
        return WhyNot.UNSKILLED
    return None if asked.language_need == "ignored" or speaks(candidate, asked.language) else WhyNot.LANGUAGE


def absent(candidate: Candidate, scene: Scene) -> WhyNot | None:
    """They are not at work now. Without a roster the presence alone says."""
    if candidate.rostered and (candidate.shift_until is None or candidate.shift_until <= scene.now):
        return WhyNot.OFF_SHIFT
    return ABSENT.get(candidate.status)


def taken(asked: Asked, candidate: Candidate) -> WhyNot | None:
    """They are here, and it is not for them now."""
    if candidate.id in asked.declined:
        return WhyNot.DECLINED
    return None if fits(asked, candidate) else WhyNot.FULL


def fits(asked: Asked, candidate: Candidate) -> bool:
    """What is heavier than a whole person needs one who is quite free."""
    return 0 < candidate.capacity >= candidate.load + min(asked.weight, candidate.capacity)


def is_open(asked: Asked, candidate: Candidate) -> bool:
    """Whether one of the candidate's teams may take it."""
    if not asked.open_to:
        return asked.team_id is None or asked.team_id in candidate.team_ids
    return WHOLE_DESK in asked.open_to or not asked.open_to.isdisjoint(candidate.team_ids)


def speaks(candidate: Candidate, language: str | None) -> bool:
    """Who has not said what they speak speaks it. `zh` is spoken by who speaks `zh-CN`."""
    if language is None or not candidate.languages or language in candidate.languages:
        return True
    return _primary(language) in {_primary(each) for each in candidate.languages}


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
