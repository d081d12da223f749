import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jishi.identity import rules
from jishi.identity.model import TYPES, Caller, Choice, Permission, Person, Role, Settings, Workspace
from jishi.identity.rules import ROLES, key_of, password_flaws, permissions_of, settings_flaws, tier_rank

P = Permission
LI = Person(id=1, name="Li Na", email="li@example.test", created_at=datetime(2026, 11, 2, tzinfo=UTC))
DESK = Workspace(id=1, slug="desk", name="Desk", zone="Asia/Shanghai", language="zh-CN")


def test_every_role_has_permissions() -> None:
    assert ROLES.keys() == set(Role)
    assert all(P.TICKETS_READ in allowed for allowed in ROLES.values())


def test_an_administrator_may_do_everything() -> None:
    assert permissions_of("administrator") == set(Permission)


def test_only_administrators_manage_people_and_see_the_audit() -> None:
    for alone in (P.PEOPLE_MANAGE, P.OPERATIONS):
        assert [role for role, allowed in ROLES.items() if alone in allowed] == [Role.ADMINISTRATOR]


def test_an_agent_works_on_tickets_but_gives_none_to_others() -> None:
    assert permissions_of("agent") >= {P.TICKETS_READ_ALL, P.TICKETS_WORK, P.TICKETS_NOTE}
    assert not permissions_of("agent") & {P.TICKETS_ASSIGN, P.PRESENCE_OTHERS, P.SETTINGS_MANAGE}


def test_a_collaborator_reads_and_notes_but_never_speaks_to_a_customer() -> None:
    assert P.TICKETS_NOTE in permissions_of("collaborator")
    assert not permissions_of("collaborator") & {P.TICKETS_WORK, P.TICKETS_READ_ALL}


def test_the_ladder_of_roles_only_adds() -> None:
    ladder = [Role.COLLABORATOR, Role.AGENT, Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR]
    assert all(ROLES[low] < ROLES[high] for low, high in itertools.pairwise(ladder))


def test_a_caller_is_named_in_facts_by_what_they_are() -> None:
    caller = Caller(
        workspace_id=1, person_id=12, name="Li", email="li@a.test", role="agent", permissions=permissions_of("agent")
    )
    assert caller.actor == "person:12"
    assert replace(caller, via="customer").actor == "customer:12"
    assert caller.may(P.TICKETS_WORK)
    assert not caller.may(P.PEOPLE_MANAGE)


def test_the_secrets_of_a_caller_are_not_printed() -> None:
    caller = Caller(
        workspace_id=1, person_id=1, name="Li", email="li@a.test", role="agent", permissions=frozenset(),
        csrf="c-s-r-f", secret_hash=b"hash",
    )  # fmt: skip
    assert "c-s-r-f" not in repr(caller)
    assert "hash" not in repr(caller)


@pytest.mark.parametrize("password", ["plum rain", "及时客服台今天下雨了", "k8#fQz1!", "  spaces  ", "x9y8" * 50])
def test_a_fair_password_is_taken(password: str) -> None:
    assert password_flaws(password, email="li@example.test", name="Li Na") == []


@pytest.mark.parametrize(
    "password",
    ["", "short", "password", "PASSWORD", "ＰＡＳＳＷＯＲＤ", "12345678", "987654321", "abcdefgh", "aaaaaaaa",
     "abababab", "88888888", "5201314520", "li@example.test", "Li@Example.Test", "x9" * 101],
)  # fmt: skip
def test_a_poor_password_is_refused(password: str) -> None:
    assert len(password_flaws(password, email="li@example.test", name="Li Na")) == 1


def test_ones_own_name_is_no_password() -> None:
    assert password_flaws("ouyangnana", name="Ouyang Nana")
    assert password_flaws("ouyang.nana", email="ouyang.nana@example.test")


def test_a_lock_comes_after_five_failures_grows_and_stays_short() -> None:
    assert rules.LOCKS[:5] == (0,) * 5
    assert list(rules.LOCKS[5:]) == sorted(rules.LOCKS[5:])
    assert rules.LOCKS[5] == 60
    assert max(rules.LOCKS) <= 15 * 60


def test_the_default_settings_are_right_by_the_rules() -> None:
    assert settings_flaws(Settings()) == []
    assert Settings().close_after_seconds == 72 * 3600


def test_vip_and_regular_stay() -> None:
    only_gold = replace(Settings(), tiers=(Choice(key="gold", zh="金牌", en="Gold"),))
    assert [path for path, _ in settings_flaws(only_gold)] == ["tiers"]


def test_every_flaw_of_the_settings_is_named_at_once() -> None:
    twice = (*TYPES, Choice(key="complaint", zh="", en="y" * 61), Choice(key="No Key", zh="无", en="None"))
    wrong = Settings(types=twice, close_after_seconds=0)
    paths = [path for path, _ in settings_flaws(wrong)]
    assert paths == ["types.5.key", "types.5.zh", "types.5.en", "types.6.key", "close_after_seconds"]


def test_a_type_is_found_by_its_name_in_either_language() -> None:
    assert {key_of(TYPES, said) for said in ("投诉", "Complaint", " complaint ", "COMPLAINT")} == {"complaint"}
    assert key_of(TYPES, "billing") is None


def test_a_tier_that_was_removed_comes_last() -> None:
    assert [tier_rank(Settings(), tier) for tier in ("vip", "regular", "gone")] == [0, 1, 2]


def test_everything_wrong_with_a_person_is_said_at_once() -> None:
    wrong = replace(LI, name="", email="", zone="Mars/Olympus", language="tlh")
    assert [path for path, _ in rules.person_flaws(wrong)] == ["name", "email", "zone", "language"]
    assert rules.person_flaws(replace(LI, zone="Europe/Berlin", language="en")) == []


@pytest.mark.parametrize("zone", ["", "../etc/passwd", "Asia", "Asia/Shanghai\x00", "asia/shanghai"])
def test_a_zone_is_one_of_the_known(zone: str) -> None:
    assert rules.place_flaws(zone, None)


def test_everything_wrong_with_a_workspace_is_said_at_once() -> None:
    wrong = replace(DESK, name="", slug="Not A Slug", zone="x", language="x", settings=Settings(close_after_seconds=1))
    paths = [path for path, _ in rules.workspace_flaws(wrong)]
    assert paths == ["name", "slug", "zone", "language", "settings.close_after_seconds"]


def test_a_change_says_what_was_and_what_is() -> None:
    assert rules.changes(LI, replace(LI, role=Role.MANAGER)) == {"role": (Role.AGENT, Role.MANAGER)}
    assert rules.changes(LI, LI) == {}
