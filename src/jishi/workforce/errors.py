"""What workforce refuses."""

from jishi.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class NoSuchAgent(NotFound):
    """There is no such colleague here, or they do not take tickets."""


class NotYourPresence(Forbidden):
    """Only the colleague or a supervisor may change this."""


class BadCapacity(Invalid):
    """Capacity is a number of places from 0 to 1000."""


class BadUntil(Invalid):
    """This presence cannot end then."""


class NoSuchSkill(NotFound):
    """There is no such skill here."""


class SkillNameTaken(Conflict):
    """A skill with this name exists already."""


class BadSkills(Invalid):
    """These skills and languages cannot be stored."""


class BadWeights(Invalid):
    """These weights cannot be stored."""
