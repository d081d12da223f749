"""What happens next to a ticket, read off what was said so far: nothing else is kept anywhere."""

from jishi.web.stage.model import ANSWERS, BY_DESK, NOTES, VERDICTS, Scene, Step, Story, Verb
from jishi.web.stage.read import any_story, stories

FREE = frozenset({"open", "on_hold"})  # states in which a colleague does something by themselves


def story_of(scene: Scene) -> Story:
    known = stories().get(scene.story or "")
    return known or any_story("zh-CN" if (scene.language or "zh").startswith("zh") else "en")


def next_step(scene: Scene) -> Step | None:
    """The first step not yet taken that somebody may take now, or None while it is up to a person at the console."""
    step = _untold(story_of(scene), scene)
    if step is None or scene.state == "closed":
        return None
    if scene.state == "solved":
        return step if step.verb in VERDICTS or step.verb is Verb.CUSTOMER else _verdict(scene)
    if step.verb in VERDICTS:
        return None
    if step.verb in BY_DESK:
        return step if scene.simulated and _may(step, scene.state) else None
    # A customer of the book answers; who wrote to try the desk does so by themselves.
    return step if scene.story is not None and scene.from_desk else None


def _untold(story: Story, scene: Scene) -> Step | None:
    told = {Verb.CUSTOMER: scene.from_customer, Verb.REPLY: scene.from_desk, Verb.NOTE: scene.notes}
    for step in story.steps:
        if step.verb in VERDICTS:
            if _is_open(step, scene):
                return step
            continue
        kind = Verb.REPLY if step.verb in ANSWERS else Verb.NOTE if step.verb in NOTES else step.verb
        if told[kind] == 0:
            return step
        told[kind] -= 1
    return None


def _verdict(scene: Scene) -> Step | None:
    """Solved earlier than the book has it: the customer says what they would have said at the end."""
    verdicts = [step for step in story_of(scene).steps if step.verb in VERDICTS and _is_open(step, scene)]
    return verdicts[-1] if verdicts else None


def _is_open(step: Step, scene: Scene) -> bool:
    return scene.satisfied is None if step.verb is Verb.UNHAPPY else scene.satisfied is not True


def _may(step: Step, state: str) -> bool:
    return state in FREE and (step.verb is Verb.RESUME or state == "open")
