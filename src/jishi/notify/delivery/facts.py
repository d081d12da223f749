"""What happens to the post itself; for the audit."""

from dataclasses import dataclass

from jishi.kernel.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServerSaved(Fact):
    """Mail leaves by this server from now on."""

    host: str
    port: int
    security: str
    sender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServerRemoved(Fact):
    """No mail leaves any more."""
