import pytest

from jishi.identity import normalise


@pytest.mark.parametrize(
    ("written", "one_spelling"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("(010) 6512-3456", "+861065123456"),
        ("010-65123456", "+861065123456"),
        ("+86 (0)10 6512 3456", "+861065123456"),
        ("0755 8765 4321", "+8675587654321"),
        ("400-810-1234", "+864008101234"),
        ("010-65123456转802", "+861065123456;ext=802"),
        ("010-65123456 ext. 802", "+861065123456;ext=802"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("tel:+442079460958", "+442079460958"),
        ("10086", "10086"),
        ("65123456", "65123456"),
    ],
)
def test_a_phone_number_has_one_spelling(written: str, one_spelling: str) -> None:
    assert normalise.phone(written) == one_spelling
    assert normalise.phone(one_spelling) == one_spelling


@pytest.mark.parametrize("written", ["", "unknown", "n/a", "1234", "+12", "call me maybe", "1" * 40, "+86 138 CALL"])
def test_what_is_no_phone_number_is_none(written: str) -> None:
    assert normalise.phone(written) is None


def test_a_number_without_country_belongs_to_the_country_it_was_written_in() -> None:
    assert normalise.phone("020 7946 0958", country="44") == "02079460958"
    assert normalise.phone("13812345678", country="44") == "13812345678"


@pytest.mark.parametrize(
    ("written", "one_spelling"),
    [
        ("Li.Na@Example.COM", "li.na@example.com"),
        ("  li@example.com ", "li@example.com"),
        ("mailto:li@example.com", "li@example.com"),
        ("李娜@例子.公司", "李娜@例子.公司"),
        ("agent@demo.test", "agent@demo.test"),
        ("ｌｉ@example.com", "li@example.com"),
    ],
)
def test_an_address_has_one_spelling(written: str, one_spelling: str) -> None:
    assert normalise.email(written) == one_spelling


@pytest.mark.parametrize(
    "written",
    ["", "li", "@example.com", "li@", "li@@example.com", "li na@example.com", "li@example..com", "li@.com",
     "li@example.com.", "a,b@example.com", "li@exa\nmple.com", "x" * 250 + "@a.com", "li\x00@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_none(written: str) -> None:
    assert normalise.email(written) is None


def test_a_name_is_one_line_without_control_characters() -> None:
    assert normalise.plain("  李\t娜\r\n (VIP)\x00\u2028 ") == "李 娜 (VIP)"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Acme Ltd.", "acme-ltd"),
        ("Café Müller", "cafe-muller"),
        ("及时客服", "desk"),
        ("", "desk"),
        ("x" * 80, "x" * 39),
        ("A", "desk"),
    ],
)
def test_a_short_name_is_made_of_the_long_one(name: str, slug: str) -> None:
    assert normalise.slug_of(name) == slug
    assert normalise.is_slug(slug)


@pytest.mark.parametrize("slug", ["", "a", "-acme", "Acme", "acme_", "acme.com", "x" * 40, "acme\n", "客服"])
def test_what_is_no_short_name_is_refused(slug: str) -> None:
    assert not normalise.is_slug(slug)
