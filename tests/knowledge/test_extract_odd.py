"""Numbers, sums and days as odd as people write them."""

import pytest

from tests.knowledge.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "电话１３８００１３８０００", "+86 138-0013-8000", "(+86)13800138000", "0086 13800138000", "138 0013 8000",
        "tel:13800138000.", "手机138-0013-8000谢谢",
    ],
)  # fmt: skip
def test_a_mobile_number_is_the_same_however_it_is_written(text: str) -> None:
    assert read(text).fields["phone"] == "+8613800138000"


@pytest.mark.parametrize("text", ["400-820-8820", "400 820 8820", "4008208820", "４００－８２０－８８２０"])
def test_a_service_number_is_read(text: str) -> None:
    assert read(text).fields["phone"] == "+864008208820"


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("mail: ＡＢＣ＠ｅｘａｍｐｌｅ．ｃｏｍ", "abc@example.com"),
        ("<ann.lee+shop@mail.example.org>", "ann.lee+shop@mail.example.org"),
        ("a@b.co.uk.", "a@b.co.uk"),
        ("我的邮箱test_01@qq.com和电话", "test_01@qq.com"),
    ],
)
def test_an_odd_address_is_read(text: str, email: str) -> None:
    assert read(text).fields["email"] == email


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("¥1,299.00", "1299.00 CNY"), ("￥１２９９", "1299.00 CNY"), ("RMB 30", "30.00 CNY"), ("30 RMB", "30.00 CNY"),
        ("人民币500元", "500.00 CNY"), ("CNY 1,000.50", "1000.50 CNY"), ("US$ 45", "45.00 USD"), ("€30", "30.00 EUR"),
        ("30€", "30.00 EUR"), ("12.50£", "12.50 GBP"), ("HK$200", "200.00 HKD"), ("3万元", "30000.00 CNY"),
        ("1.2万块", "12000.00 CNY"), ("2千元", "2000.00 CNY"), ("12块5", "12.50 CNY"), ("12块5毛", "12.50 CNY"),
        ("20元5角", "20.50 CNY"), ("20元5件", "20.00 CNY"), ("三百块", "300.00 CNY"), ("一千二百元", "1200.00 CNY"),
        ("十万块啊", "100000.00 CNY"), ("十万块", "100000.00 CNY"), ("三百五十元", "350.00 CNY"),
        ("三百五块钱", "350.00 CNY"),
        ("一千零五元", "1005.00 CNY"), ("两万三千元", "23000.00 CNY"), ("十五块", "15.00 CNY"), ("我们一块去", None),
        ("第二十块", None), ("3.5万", None), ("充了200没到", None), ("第一百元店", None),
    ],
)  # fmt: skip
def test_an_odd_sum_is_read(text: str, amount: str | None) -> None:
    assert read(text).fields.get("amount") == amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("订单号 2026 0302 1234", "2026 0302 1234"), ("单号ＷＸ20260301002", "WX20260301002"),
        ("订单编号是【TB-889900123】", "TB-889900123"), ("Order No. 88213-UK", "88213-UK"),
        ("PO 4500012345", "4500012345"),
    ],
)  # fmt: skip
def test_an_odd_order_number_is_read(text: str, number: str) -> None:
    assert read(text).fields["order_number"] == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天下午3点", "2026-03-03"), ("大后天", "2026-03-05"), ("下周五", "2026-03-13"), ("下下周一", "2026-03-16"),
        ("上上周日", "2026-02-22"), ("next Friday", "2026-03-06"), ("this Friday", "2026-03-06"),
        ("last Monday", "2026-02-23"), ("三天后", "2026-03-05"), ("两周之后", "2026-03-16"),
        ("in 3 days", "2026-03-05"),
        ("in a week", "2026-03-09"), ("two days ago", "2026-02-28"), ("3天前", "2026-02-27"), ("本周六", "2026-03-07"),
        ("3月5号下午两点", "2026-03-05"), ("March 5th", "2026-03-05"), ("5 March 2026", "2026-03-05"),
        ("２０２６年３月５日", "2026-03-05"), ("12月32日", None), ("2月30日", None), ("05/03/2026", None),
        ("今后", None),
    ],
)  # fmt: skip
def test_an_odd_day_is_read(text: str, day: str | None) -> None:
    """Written on Monday, 2 March 2026. 05/03 is left alone: nobody can tell May from March."""
    assert read(text).fields.get("date") == day
