"""The customer's own page: from the private link to the last word."""

import re
from datetime import timedelta

import pytest

from tests.cast import LEE, Desk
from tests.channels.visitor import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
FIRST, LAST = 0, -1


@pytest.fixture
async def opened(desk: Desk) -> tuple[Visitor, str, int]:
    """A request that came by the form, its private page, and its ticket."""
    visitor = Visitor(desk)
    await desk.come_online(LEE)
    thanks = await visitor.send(name="Kim", email="kim@example.com", body="Where is my parcel?")
    await desk.settle()
    ticket = (await desk.ok("GET", "/tickets"))["items"][0]
    return visitor, visitor.link(thanks), ticket["id"]


async def test_the_page_says_where_it_stands_and_by_when_something_happens(
    desk: Desk, opened: tuple[Visitor, str, int]
) -> None:
    visitor, path, key = opened
    page = await visitor.open(path)
    assert "In progress" in page.text
    assert "客服一组 has it" in page.text
    assert "You hear from us by" in page.text
    timers = await desk.timers(key)
    due = [timers[kind]["due_at"].replace("Z", "+00:00") for kind in ("first_response", "resolution")]
    assert re.findall(r'<dd[^>]*><time datetime="([^"]+)"', page.text) == due


async def test_a_broken_promise_is_admitted(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, _ = opened
    desk.clock.pass_by(hours=30)
    assert "we are late, and sorry for it" in (await visitor.open(path)).text


async def test_answers_are_read_there_and_notes_are_not(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "<b>It arrives today.</b>"}, as_=LEE)
    await desk.ok("POST", f"/tickets/{key}/messages", {"body": "A difficult one", "public": False}, as_=LEE)
    page = await visitor.open(path)
    assert "&lt;b&gt;It arrives today.&lt;/b&gt;" in page.text
    assert "A difficult one" not in page.text


async def test_the_customer_adds_to_the_same_ticket_with_a_file(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    page = await visitor.open(path)
    answer = await visitor.again(page, form=LAST, body="Here is the label.", files=[("label.png", PNG)])
    assert answer.status_code == 303
    assert "Thank you, we have it." in (await desk.http.get(answer.headers["location"])).text
    messages = (await desk.ok("GET", f"/tickets/{key}/messages"))["items"]
    assert [(m["body"], m["channel"], len(m["attachments"])) for m in messages] == [
        ("Where is my parcel?", "form", 0), ("Here is the label.", "portal", 1),
    ]  # fmt: skip
    assert messages[1]["author"]["kind"] == "customer"


async def test_the_same_words_sent_twice_are_one_message(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    page = await visitor.open(path)
    for _ in range(2):
        assert (await visitor.again(page, form=LAST, body="Any news?")).status_code == 303
    assert len((await desk.ok("GET", f"/tickets/{key}/messages"))["items"]) == 2


async def test_an_empty_addition_is_refused_beside_the_field(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    answer = await visitor.again(await visitor.open(path), form=LAST, body="  ")
    assert answer.status_code == 422
    assert f'href="{path}?lang=zh-CN"' in answer.text
    assert "Write something first." in answer.text
    assert len((await desk.ok("GET", f"/tickets/{key}/messages"))["items"]) == 1


async def test_content_with_a_score_closes_it(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    page = await visitor.open(path)
    assert "Is it settled?" in page.text
    answer = await visitor.again(page, form=FIRST, satisfied="yes", score="5", comment="Quick!")
    assert "Your request is done." in (await desk.http.get(answer.headers["location"])).text
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["state"], ticket["satisfied"], ticket["score"], ticket["comment"]) == ("closed", True, 5, "Quick!")


async def test_discontent_opens_it_again_and_the_reason_joins_the_conversation(
    desk: Desk, opened: tuple[Visitor, str, int]
) -> None:
    visitor, path, key = opened
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    await visitor.again(await visitor.open(path), form=FIRST, satisfied="no", score="1", comment="It is not here.")
    ticket = await desk.ok("GET", f"/tickets/{key}")
    assert (ticket["state"], ticket["reopen_count"], ticket["satisfied"]) == ("open", 1, False)
    assert (await desk.ok("GET", f"/tickets/{key}/messages"))["items"][-1]["body"] == "It is not here."


async def test_the_thanks_stand_where_the_page_opens(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    added = (await visitor.again(await visitor.open(path), form=LAST, body="Any news?")).headers["location"]
    page = (await desk.http.get(added)).text
    assert added.endswith("#latest")
    assert page.index('id="latest"') < page.index("Thank you, we have it.") < page.index("Add something")
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    objected = await visitor.again(await visitor.open(path), form=FIRST, satisfied="no")
    told = objected.headers["location"]
    assert told.endswith("#told")
    assert (
        'id="told" role="status"><p>Thank you for telling us. We are on it again.' in (await desk.http.get(told)).text
    )


async def test_writing_after_the_end_opens_it_again(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    await visitor.again(await visitor.open(path), form=LAST, body="One more thing.")
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "open"


async def test_a_word_on_a_solution_that_was_taken_back_is_not_lost(
    desk: Desk, opened: tuple[Visitor, str, int]
) -> None:
    visitor, path, key = opened
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    page = await visitor.open(path)
    await desk.ok("DELETE", f"/tickets/{key}/solution", as_=LEE)
    answer = await visitor.again(page, form=FIRST, satisfied="yes", score="5")
    assert answer.status_code == 422
    assert "The request has changed meanwhile." in answer.text


async def test_a_score_out_of_range_is_refused(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    visitor, path, key = opened
    await desk.ok("PUT", f"/tickets/{key}/solution", {"body": "Delivered."}, as_=LEE)
    answer = await visitor.again(await visitor.open(path), form=FIRST, satisfied="yes", score="6")
    assert answer.status_code == 422
    assert (await desk.ok("GET", f"/tickets/{key}"))["state"] == "solved"


@pytest.mark.parametrize("change", ["other ticket", "other workspace", "proof", "short", "words"])
async def test_a_link_that_was_not_given_leads_nowhere(
    desk: Desk, opened: tuple[Visitor, str, int], change: str
) -> None:
    visitor, path, key = opened
    workspace, _, proof = path.removeprefix("/p/").split("-")
    wrong = {
        "other ticket": f"{workspace}-{key + 1}-{proof}",
        "other workspace": f"{int(workspace) + 1}-{key}-{proof}",
        "proof": f"{workspace}-{key}-{proof[:-1]}{'0' if proof[-1] != '0' else '1'}",
        "short": f"{workspace}-{key}",
        "words": "hello",
    }[change]
    page = await visitor.open(f"/p/{wrong}")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    posted = await desk.http.post(f"/p/{wrong}/messages", files={"body": (None, "hello")})
    assert posted.status_code == 404


async def test_a_page_that_was_open_for_long_keeps_what_was_written(
    desk: Desk, opened: tuple[Visitor, str, int]
) -> None:
    visitor, path, _ = opened
    page = await visitor.open(path, waits=timedelta(days=2))
    answer = await visitor.again(page, form=LAST, body="Still nothing.")
    assert "Still nothing." in answer.text
    desk.clock.pass_by(seconds=5)
    assert (await visitor.again(answer, form=LAST, body="Still nothing.")).status_code == 303


async def test_the_page_is_chinese_for_chinese_readers(desk: Desk, opened: tuple[Visitor, str, int]) -> None:
    _, path, _ = opened
    page = await Visitor(desk, "zh-CN").open(path)
    assert "客服一组已接手" in page.text
    assert "预计答复时间" in page.text
    assert "以上为中国标准时间。" in page.text
