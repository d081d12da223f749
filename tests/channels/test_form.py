"""The public form, followed from the visitor's first look to the agent's ticket."""

import re
from datetime import timedelta

import httpx
import pytest

from tests.cast import LEE, Desk
from tests.channels.visitor import Visitor

VARIES = r"\d+-\d+-[0-9a-f]{40}|\d{11}"  # tokens and numbers
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    return Visitor(desk)


async def newest(desk: Desk) -> dict[str, object]:
    return dict((await desk.ok("GET", "/tickets"))["items"][0])


async def test_a_visitor_gets_a_number_and_a_private_page(desk: Desk, visitor: Visitor) -> None:
    thanks = await visitor.send(name="韩梅梅", email="han@example.com", subject="退款", body="请退款,订单号 A-77")
    assert thanks.status_code == 200
    ticket = await newest(desk)
    assert str(ticket["number"]) in thanks.text
    assert (ticket["channel"], ticket["subject"]) == ("form", "退款")
    page = await visitor.follow(thanks)
    assert page.status_code == 200
    assert "请退款,订单号 A-77" in page.text


async def test_what_the_visitor_chose_stands_on_the_ticket(desk: Desk, visitor: Visitor) -> None:
    await visitor.send(name="Kim", phone="138 1234 5678", type="complaint", order_number="A-77", body="Late again.")
    ticket = await desk.ok("GET", f"/tickets/{(await newest(desk))['id']}")
    assert ticket["type"] == "complaint"
    assert ticket["fields"] == {"order_number": "A-77"}
    assert ticket["requester"]["phone"] == "+8613812345678"
    assert ticket["language"] == "en"


async def test_every_wrong_field_is_named_and_all_that_was_written_is_kept(desk: Desk, visitor: Visitor) -> None:
    answer = await visitor.send(name="", email="not an address", body="", order_number='A"77<b>')
    assert answer.status_code == 422
    for sentence in ("Tell us your name.", "Describe what happened or what you need."):
        assert sentence.replace("'", "&#39;") in answer.text
    assert 'id="email-wrong"' in answer.text
    assert 'value="not an address"' in answer.text
    assert "A&#34;77&lt;b&gt;" in answer.text
    assert (await desk.ok("GET", "/tickets"))["items"] == []


async def test_without_e_mail_and_phone_nobody_could_be_answered(desk: Desk, visitor: Visitor) -> None:
    answer = await visitor.send(name="Kim", body="Hello?")
    assert "Give an e-mail or a phone number" in answer.text


async def test_a_file_survives_a_form_that_came_back(desk: Desk, visitor: Visitor) -> None:
    back = await visitor.send(name="Kim", body="", email="kim@example.com", files=[("破损.png", PNG)])
    assert "破损.png" in back.text
    kept = re.findall(r'name="keep" value="(\d+)"', back.text)
    thanks = await visitor.again(back, name="Kim", body="See the picture.", email="kim@example.com", keep=kept)
    assert thanks.status_code == 200
    messages = await desk.ok("GET", f"/tickets/{(await newest(desk))['id']}/messages")
    assert [file["name"] for file in messages["items"][0]["attachments"]] == ["破损.png"]
    page = await visitor.follow(thanks)
    url = re.search(r'src="(/api/v1/attachments/[^"]+)"', page.text)
    assert url is not None
    picture = await desk.http.get(url[1].replace("&amp;", "&"))
    assert picture.content == PNG


async def test_a_file_of_somebody_else_cannot_be_kept(desk: Desk, visitor: Visitor) -> None:
    back = await visitor.send(name="Kim", body="", email="kim@example.com", files=[("a.png", PNG)])
    [theirs] = re.findall(r'name="keep" value="(\d+)"', back.text)
    await visitor.send(name="Eve", body="Give me that file.", email="eve@example.com", keep=[theirs])
    messages = await desk.ok("GET", f"/tickets/{(await newest(desk))['id']}/messages")
    assert messages["items"][0]["attachments"] == []


async def test_a_program_is_refused_beside_the_field_and_the_rest_is_kept(desk: Desk, visitor: Visitor) -> None:
    answer = await visitor.send(name="Kim", body="Run this.", email="k@example.com", files=[("photo.png", b"MZ\x90\0")])
    assert answer.status_code == 422
    assert "photo.png" in answer.text
    assert 'id="files-wrong"' in answer.text
    assert "Run this." in answer.text


async def test_a_form_sent_twice_opens_one_ticket(desk: Desk, visitor: Visitor) -> None:
    form = await visitor.open()
    first = await visitor.again(form, name="Kim", email="kim@example.com", body="Once.")
    second = await visitor.again(form, name="Kim", email="kim@example.com", body="Once.")
    assert visitor.link(first) == visitor.link(second)
    assert len((await desk.ok("GET", "/tickets"))["items"]) == 1


async def test_a_form_that_was_changed_before_it_was_sent_again_opens_another(desk: Desk, visitor: Visitor) -> None:
    form = await visitor.open()
    first = await visitor.again(form, name="Kim", email="kim@example.com", body="Where is my parcel?")
    second = await visitor.again(form, name="Kim", email="kim@example.com", body="And a refund for the other one.")
    assert visitor.link(first) != visitor.link(second)
    assert "And a refund for the other one." in (await visitor.follow(second)).text
    assert len((await desk.ok("GET", "/tickets"))["items"]) == 2


async def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(desk: Desk, visitor: Visitor) -> None:
    real = await visitor.send(name="Kim", email="kim@example.com", body="Hello")
    spam = await visitor.send(
        name="Bot", email="bot@example.com", body="Buy!", website="https://example.com", files=[("a.png", PNG)]
    )
    assert spam.status_code == real.status_code
    assert re.sub(VARIES, "", spam.text) == re.sub(VARIES, "", real.text)
    assert len((await desk.ok("GET", "/tickets"))["items"]) == 1
    assert (await visitor.follow(spam)).status_code == 404


async def test_a_form_filled_in_at_once_has_to_be_sent_again(desk: Desk, visitor: Visitor) -> None:
    form = await visitor.open(waits=timedelta(0))
    answer = await visitor.again(form, name="Kim", email="kim@example.com", body="Quick!")
    assert answer.status_code == 422
    assert "Quick!" in answer.text
    assert (await visitor.again(answer, name="Kim", email="kim@example.com", body="Quick!")).status_code == 200


async def test_a_stamp_of_yesterday_or_of_another_hand_is_refused(desk: Desk, visitor: Visitor) -> None:
    form = await visitor.open(waits=timedelta(hours=25))
    old = await visitor.again(form, name="Kim", email="kim@example.com", body="Hello")
    forged = await visitor.send(
        name="Kim", email="kim@example.com", body="Hello", stamp="1772416800-" + "0" * 32 + "-" + "0" * 32
    )
    assert (old.status_code, forged.status_code) == (422, 422)
    assert (await desk.ok("GET", "/tickets"))["items"] == []


async def test_an_address_that_sends_too_much_is_told_to_wait_and_loses_nothing(desk: Desk, visitor: Visitor) -> None:
    answers = [await visitor.send(name="Kim", email="kim@example.com", body=f"No. {n}") for n in range(22)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "No. 21" in answers[-1].text


async def test_the_form_speaks_the_browsers_language_and_the_one_that_was_chosen(desk: Desk) -> None:
    chinese, english = "有什么可以帮您", "How can we help?"
    for headers, query, expected in (
        ({"Accept-Language": "zh-CN,zh;q=0.9"}, "", chinese),
        ({"Accept-Language": "fr,en;q=0.5"}, "", english),
        ({"Accept-Language": "en"}, "?lang=zh-CN", chinese),
        ({"Accept-Language": "zh"}, "?lang=en", english),
    ):
        page = await desk.http.get(f"/f/{desk.slug}{query}", headers=headers)
        assert expected in page.text
        assert f'lang="{page.headers["content-language"]}"' in page.text


async def test_a_public_page_gives_nothing_away(desk: Desk, visitor: Visitor) -> None:
    thanks = await visitor.send(name="Kim", email="kim@example.com", body="Hello")
    for page in (await desk.http.get(f"/f/{desk.slug}"), thanks, await visitor.follow(thanks)):
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe-inline" not in page.headers["content-security-policy"]
        assert "set-cookie" not in page.headers
        assert "<script" not in page.text
        assert not re.search(r'style="|(?:src|href)="https?:', page.text.replace(f'href="{desk.http.base_url}', ""))


async def test_a_desk_that_does_not_exist_is_said_so_on_a_page(http: httpx.AsyncClient) -> None:
    page = await http.get("/f/no-such-desk", headers={"Accept-Language": "zh-CN"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "没有找到" in page.text


async def test_who_is_signed_in_elsewhere_is_a_visitor_here(desk: Desk) -> None:
    headers = {"Authorization": f"Bearer {desk.tokens[LEE]}"}
    assert (await desk.http.get(f"/f/{desk.slug}", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data", b"--x--"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n' + b"a" * 500_000,
        ),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=1" for _ in range(500))),
        ("application/x-www-form-urlencoded", b"name=%00%ff&body=%ed%a0%80"),
    ],
)
async def test_a_broken_form_is_answered_and_stores_nothing(desk: Desk, kind: str, body: bytes) -> None:
    answer = await desk.http.post(f"/f/{desk.slug}", content=body, headers={"Content-Type": kind})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("text/html")
    assert (await desk.ok("GET", "/tickets"))["items"] == []
