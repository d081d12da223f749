"""Public holidays, as far as they are announced."""

from datetime import date

from jishi.clock.public_holidays import countries, public_holidays


def test_china_has_its_days_off_and_its_weekends_worked_instead() -> None:
    off, worked = public_holidays("CN", [2026])
    assert date(2026, 10, 1) in off
    assert date(2026, 10, 10) in worked
    assert not off & worked


def test_a_year_that_china_has_not_announced_is_left_open() -> None:
    assert public_holidays("CN", [2027]) == (frozenset(), frozenset())


def test_elsewhere_every_year_follows_the_rule() -> None:
    off, worked = public_holidays("DE", [2027])
    assert date(2027, 10, 3) in off
    assert worked == frozenset()


def test_a_country_is_listed_once_by_two_letters() -> None:
    assert {"CN", "DE", "US"} <= set(countries())
    assert all(len(code) == 2 for code in countries())
