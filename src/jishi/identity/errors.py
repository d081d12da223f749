"""What identity refuses."""

from jishi.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated, Unavailable


class NoSuchWorkspace(NotFound):
    """There is no such workspace."""


class NoSuchPerson(NotFound):
    """There is no such colleague here."""


class NoSuchTeam(NotFound):
    """There is no such team here."""


class NoSuchToken(NotFound):
    """There is no such token."""


class NoSuchCustomer(NotFound):
    """There is no such customer here."""


class EmailTaken(Conflict):
    """A colleague with this e-mail exists already."""


class TeamNameTaken(Conflict):
    """A team with this name exists already."""


class SlugTaken(Conflict):
    """Another workspace has this short name already."""


class HandleTaken(Conflict):
    """Another customer is known by {value} already."""


class LastAdministrator(Conflict):
    """A workspace keeps at least one active administrator."""


class DefaultTeamStays(Conflict):
    """Make another team the default first."""


class NotActive(Conflict):
    """This colleague has left and cannot join a team."""


class AlreadySetUp(Conflict):
    """This desk is set up already. Sign in instead."""


class NotASession(Conflict):
    """You came with a token, not by signing in. Revoke the token instead."""


class WrongPassword(Unauthenticated):
    """The e-mail or the password is wrong."""


class SignInLocked(TooMany):
    """Too many failed attempts. Try again in {seconds} seconds."""


class RoleForbids(Forbidden):
    """Your role does not allow this."""


class Forged(Forbidden):
    """The header X-CSRF-Token is missing or wrong. Reload the page and try again."""


class FromAnotherSite(Forbidden):
    """Signing in from the page of another site is not allowed."""


class TooBusyToVerify(Unavailable):
    """Too many people sign in right now. Try again shortly."""


class CannotReach(Invalid):
    """Say how to reach the requester: an e-mail, a phone number or an external id."""


def wrong(path: str, sentence: str) -> Invalid:
    """One wrong field."""
    return Invalid(errors=[(path, sentence)])
