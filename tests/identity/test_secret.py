import pytest

from jishi.identity.rules import password_flaws
from jishi.identity.secret import Secret, new_csrf, new_password, new_session, new_token, shown
from jishi.identity.verify_password import HASHER, NOBODY, hash_password, is_outdated, verify_password


def test_a_token_names_its_workspace_and_is_read_back() -> None:
    token = new_token(42)
    assert token.text.startswith("jsh_42_")
    assert len(token.text) == len("jsh_42_") + 43
    assert shown(f"Bearer {token.text}", None) == token
    assert shown(f"bearer  {token.text} ", None) == token


def test_a_session_names_its_workspace_and_is_read_back() -> None:
    session = new_session(42)
    assert session.text.startswith("42.")
    assert shown(None, session.text) == session


def test_no_two_secrets_are_alike() -> None:
    assert len({new_token(1).text for _ in range(100)} | {new_session(1).text for _ in range(100)}) == 200
    assert len({new_csrf() for _ in range(100)}) == 100


def test_what_is_stored_is_not_the_secret() -> None:
    token = new_token(1)
    assert len(token.hash) == 32
    assert token.text.encode() not in token.hash


@pytest.mark.parametrize(
    "text",
    ["", "jsh_", "jsh_1_", "jsh_0_" + "a" * 43, "jsh_1_short", "jsh_x_" + "a" * 43, "jsh_1_" + "a" * 200,
     "jsh_9223372036854775808_" + "a" * 43, "jsh_1_" + "a" * 42 + "\x00", "jsh_１_" + "a" * 43, "JSH_1_" + "a" * 43],
)  # fmt: skip
def test_what_does_not_look_like_a_token_is_none(text: str) -> None:
    assert shown(f"Bearer {text}", None) is None


def test_a_bearer_token_speaks_for_itself() -> None:
    session = new_session(1)
    assert shown("Bearer nonsense", session.text) is None


def test_a_password_that_a_proxy_asked_for_does_not_hide_the_session() -> None:
    session = new_session(1)
    assert shown("Basic dXNlcjpwYXNz", session.text) == session


def test_a_session_does_not_pass_for_a_token() -> None:
    secret = "a" * 43
    token, session = shown(f"Bearer jsh_1_{secret}", None), shown(None, f"1.{secret}")
    assert isinstance(token, Secret)
    assert isinstance(session, Secret)
    assert token.hash != session.hash


def test_a_password_made_here_is_a_fair_one() -> None:
    assert password_flaws(new_password()) == []
    assert len({new_password() for _ in range(100)}) == 100


async def test_a_password_is_verified() -> None:
    stored = await hash_password("plum rain over Suzhou")
    assert await verify_password("plum rain over Suzhou", stored)
    assert not await verify_password("plum rain over Hangzhou", stored)


async def test_a_letter_typed_in_two_ways_is_one() -> None:
    stored = await hash_password("caf\u00e9 in Shanghai")
    assert await verify_password("cafe\u0301 in Shanghai", stored)


async def test_a_password_may_hold_anything_that_json_can() -> None:
    assert not await verify_password("\x00\ud800", await hash_password("密码\U0001f511 一二三"))


async def test_nobody_has_the_password_of_nobody() -> None:
    assert not await verify_password("", None)
    assert not await verify_password("plum rain over Suzhou", None)


def test_an_unknown_email_costs_as_much_as_a_known_one() -> None:
    """The stand-in hash must follow when the cost is changed, or the time would tell who exists."""
    assert not is_outdated(NOBODY)


def test_the_cost_is_at_least_what_owasp_asks_for() -> None:
    assert HASHER.memory_cost >= 19 * 1024
    assert HASHER.time_cost >= 2


async def test_a_damaged_hash_matches_nothing() -> None:
    assert not await verify_password("x", "$argon2id$nonsense")
    assert not await verify_password("x", "")
