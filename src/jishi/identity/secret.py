"""The secrets that stand for a person: made here, shown once, stored as a hash."""

import hashlib
import re
import secrets
from dataclasses import dataclass

COOKIE = "jishi_session"
TOKEN = re.compile(r"jsh_([1-9]\d{0,18})_([\w-]{20,100})", re.ASCII)
SESSION = re.compile(r"([1-9]\d{0,18})\.([\w-]{20,100})", re.ASCII)
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Secret:
    """What somebody shows to be known. `text` as it is shown."""

    workspace_id: int
    text: str
    by_token: bool

    @property
    def hash(self) -> bytes:
        """256 random bits need no slow hash."""
        return hashlib.sha256(self.text.encode()).digest()


def new_token(workspace_id: int) -> Secret:
    return Secret(workspace_id, f"jsh_{workspace_id}_{secrets.token_urlsafe(32)}", by_token=True)


def new_session(workspace_id: int) -> Secret:
    return Secret(workspace_id, f"{workspace_id}.{secrets.token_urlsafe(32)}", by_token=False)


def new_csrf() -> str:
    return secrets.token_urlsafe(24)


def new_password() -> str:
    """For a colleague who has none yet: 71 bits, no letters that look alike."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))


def shown(authorization: str | None, cookie: str | None) -> Secret | None:
    """The secret of a request. A bearer token speaks for itself, so a cookie that came along is not looked at."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() == "bearer":
        return _read(TOKEN, text.strip(), by_token=True)
    return _read(SESSION, cookie or "", by_token=False)


def _read(form: re.Pattern[str], text: str, *, by_token: bool) -> Secret | None:
    found = form.fullmatch(text)
    if found is None or int(found[1]) > LARGEST:
        return None
    return Secret(int(found[1]), text, by_token)
