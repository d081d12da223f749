"""What is read off a text: numbers, addresses, sums, days."""

from datetime import UTC, datetime

import pytest

from jishi.kernel.script import language_of
from tests.knowledge.reading import read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单号:JD20231001123", "JD20231001123"),
        ("我的订单编号是 20260301123456789,没发货", "20260301123456789"),
        ("单号20231001001 催一下", "20231001001"),
        ("Order #A-99812 is late", "A-99812"),
        ("my order number: 113542617735902", "113542617735902"),
        ("cancel purchase 00004587345", "00004587345"),
        ("TB88123456789 到哪了", "TB88123456789"),
        ("I want to order 2 shirts", None),
        ("订单还没发", None),
        ("ordered on 2026-02-27", None),
    ],
)
def test_an_order_number_is_read(text: str, number: str | None) -> None:
    assert read(text).fields.get("order_number") == number


def test_the_number_of_a_parcel_is_not_that_of_an_order() -> None:
    fields = read("快递单号 SF1234567890123,订单号 88990011").fields
    assert (fields["tracking_number"], fields["order_number"]) == ("SF1234567890123", "88990011")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话13812345678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("座机 010-62345678", "+861062345678"),
        ("(021) 6234 5678", "+862162345678"),
        ("400-820-8820", "+864008208820"),
        ("call me: +1 415-555-2671", "+14155552671"),
        ("+44 20 7946 0958", "+442079460958"),
        ("卡号 6222021381234567890", None),
        ("编号 113812345678", None),
        ("2026-03-01", None),
    ],
)
def test_a_telephone_number_is_read(text: str, phone: str | None) -> None:
    assert read(text).fields.get("phone") == phone


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("发到 Li.Lei+1@Example.co.uk。谢谢", "li.lei+1@example.co.uk"), ("写给a@b.cn吧", "a@b.cn"), ("@所有人", None),
        ("a@b", None),
    ],
)  # fmt: skip
def test_an_address_is_read(text: str, email: str | None) -> None:
    assert read(text).fields.get("email") == email


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("付了199元", "199.00 CNY"),
        ("¥1,999.5", "1999.50 CNY"),
        ("￥88", "88.00 CNY"),
        ("一共1.5万元", "15000.00 CNY"),
        ("3000块钱", "3000.00 CNY"),
        ("多扣了 50 块!", "50.00 CNY"),
        ("charged $49.99 twice", "49.99 USD"),
        ("20 dollars", "20.00 USD"),
        ("€15", "15.00 EUR"),
        ("300港币", "300.00 HKD"),
        ("买了3块电池", None),
        ("第3元素", "3.00 CNY"),  # a dictionary cannot know that this is no money
        ("12345", None),
    ],
)
def test_a_sum_of_money_is_read(text: str, amount: str | None) -> None:
    assert read(text).fields.get("amount") == amount


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年2月14日下的单", "2026-02-14"),
        ("2026-2-14", "2026-02-14"),
        ("12月30日买的", "2025-12-30"),  # the nearest
        ("3月8号要用", "2026-03-08"),
        ("昨天付的款", "2026-03-01"),
        ("三天前下单", "2026-02-27"),
        ("上周五到货", "2026-02-27"),
        ("上上周一", "2026-02-16"),
        ("下周三", "2026-03-11"),
        ("I paid on 14 February", "2026-02-14"),
        ("on Feb 14th, 2026", "2026-02-14"),
        ("two weeks ago", "2026-02-16"),
        ("last Friday", "2026-02-27"),
        ("yesterday", "2026-03-01"),
        ("2月30日", None),
        ("9999-99-99", None),
        ("may I ask", None),
    ],
)
def test_a_day_is_read(text: str, day: str | None) -> None:
    assert read(text).fields.get("date") == day


def test_yesterday_is_that_of_the_workspace() -> None:
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # half past midnight on the 3rd in Shanghai
    assert read("昨天", at=late).fields["date"] == "2026-03-02"


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        ("订单没到", None, "zh-CN"),
        ("iPhone 15 Pro Max 怎么退", None, "zh-CN"),
        ("Where is my order?", None, "en"),
        ("Où est ma commande ?", None, None),
        ("Ou est ma commande", "fr", "fr"),
        ("注文はどこですか", "zh-CN", "ja"),
        ("주문이 안 왔어요", None, "ko"),
        ("Где мой заказ?", None, "ru"),
        ("SF1234567890 a@example.com", None, None),
        ("ok", "zh-CN", "zh-CN"),
        ("", None, None),
    ],
)
def test_letters_tell_the_language(text: str, known: str | None, language: str | None) -> None:
    assert language_of(text, known) == language
