"""Only what a mail's writer wrote now says what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.knowledge.triage.blank_quotes import blank_quotes
from jishi.knowledge.triage.fold import MOST_READ
from tests.growth import grows_like_a_line
from tests.knowledge.reading import read
from tests.knowledge.score import labelled

OLD = "URGENT: payment failed, this is unacceptable, I want a refund"
TAILS = [
    f"\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <desk@example.com> wrote:\n> {OLD}\n> Desk",
    f"\n\nOn Mon, 2 Mar 2026 at 10:00,\nThe Desk of Example <desk@example.com>\nwrote:\n\n> {OLD}",
    f"\n\nOn 2 Mar 2026, at 10:00, Desk wrote:\n\n{OLD}\n\nDesk",
    f"\r\n\r\n-----Original Message-----\r\nFrom: Desk\r\nSent: Monday\r\nSubject: {OLD}\r\n\r\n{OLD}",
    f"\n________________________________\nFrom: Desk <desk@example.com>\nSent: Monday\nTo: me\n\n{OLD}",
    f"\n\nFrom: Desk <desk@example.com>\nDate: Monday\nTo: me\n\n{OLD}",
    f"\n\n*From:* Desk\n*Sent:* Monday\n\n{OLD}",
    f"\n\n---------- Forwarded message ---------\nFrom: Desk\nDate: Monday\n\n{OLD}",
    f"\n\nBegin forwarded message:\n\n{OLD}",
    "\n\n在 2026年3月2日 周一 10:00，客服 <desk@example.com> 写道：\n> 紧急！支付失败，太过分了，要求退款",
    "\n\n在 2026-03-02 10:00:00，“客服” <desk@example.com> 写道：\n\n紧急！支付失败，太过分了，要求退款",
    "\n\n客服 <desk@example.com> 于2026年3月2日周一 10:00写道：\n\n> 紧急！支付失败",
    "\n\n2026年3月2日 上午10:00，客服写道：\n紧急！支付失败，太过分了",
    "\n\n------------------ 原始邮件 ------------------\n发件人: 客服\n紧急！支付失败，太过分了，要求退款",
    "\n\n发件人：客服\n发送时间：2026年3月2日\n收件人：我\n主题：紧急！支付失败\n\n太过分了，要求退款",
    "\n\n-------- 转发邮件信息 --------\n发件人：客服\n日期：2026年3月2日\n紧急！支付失败",
    f"\n-- \nAnn Example\nUrgent Care Complaints Ltd\n{OLD}",
    "\n--\nAnn\nEmergency Repairs Ltd\nTel 138 0013 8000",
    "\n\nSent from my iPhone",
    "\n\n发自我的iPhone",
    "\n\nThis e-mail and any attachments are confidential and intended only for the complaint handler. Urgent.",
    "\n\n免责声明：本邮件仅供收件人使用，如有投诉请联系我们",
    f"\n> {OLD}\n>> {OLD}\n>\n> 投诉",
]
TEXTS = [row["text"] for row in labelled("triage_desk.csv")]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("own", ["几点关门", "Where is my parcel? It has not moved since Tuesday", "谢谢，已经解决了"])
def test_quoted_mail_signatures_and_disclaimers_decide_nothing(own: str, tail: str) -> None:
    alone, together = read(own), read(own + tail)
    assert (together.type, together.level, together.mood) == (alone.type, alone.level, alone.mood)
    assert (together.fields, together.language) == (alone.fields, alone.language)
    assert together.hits == alone.hits  # everything stands where it stood


def test_an_answer_below_the_quotation_is_read() -> None:
    mail = f"On 2 Mar 2026, Desk <desk@example.com> wrote:\n> {OLD}\n>\n\n几点关门\n\n> 紧急\n周末上班吗\n"
    assert blank_quotes(mail).split() == ["几点关门", "周末上班吗"]


@pytest.mark.parametrize("head", ["", "Fwd: hello\n", "FW: 你好\n", "转发：你好\n"])
def test_a_mail_that_only_forwards_another_is_read_whole(head: str) -> None:
    mail = f"{head}---------- Forwarded message ---------\nFrom: Ann\nDate: Monday\n\nMy parcel never arrived"
    assert blank_quotes(mail) == mail
    assert read(mail).type == "after_sale"


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "你们在2026年写道：三天退款",
        "The manual wrote: press start. It does not start.",
        "From: Berlin to Paris, which train is cheaper?",
        "发件人：写错了，能改吗",
        "订单 A\n--\n订单 B\n" + "都没到\n" * 12,
        ">500 users cannot log in",
        "谢谢，\n我想退款",
        "注意：门铃坏了",
        "-- 请问 --",
        "He wrote: 'come at 5:'",
    ],
)
def test_what_only_looks_like_a_quotation_stays(text: str) -> None:
    assert blank_quotes(text) == text


LINES = st.sampled_from(
    ["", ">", "> 紧急", "--", "-- ", "On 2 Mar a@b.c wrote:", "写道：", "From: a", "Sent: b", "发件人：a", "我要退款",
     "hello",
     "wrote:", "> On 1 x wrote:"]
)  # fmt: skip


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=30).map("\n".join))
def test_nothing_moves_and_nothing_is_invented(text: str) -> None:
    blank = blank_quotes(text)
    assert len(blank) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, blank, strict=True))
    assert bool(blank.strip()) == bool(text.strip())


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map("\n".join), st.sampled_from(TAILS))
def test_whatever_is_quoted_the_writers_own_lines_are_all_that_is_left(own: str, tail: str) -> None:
    assert blank_quotes(own + tail).rstrip() == own.rstrip()


@pytest.mark.parametrize(
    "unit", ["> ", ">\n", "On 1 @ wrote\n", "On ", "wrote:\n", "From: a\n", "--\n", "-- \n", "写道：\n",
     "this mail ", "<a@", "\n", "_", "--\n\n", "--\n>\n", "-"]
)  # fmt: skip
def test_a_hostile_mail_takes_time_in_proportion(unit: str) -> None:
    def mail(size: int) -> None:
        read(("wrote" + unit * size)[:size])

    assert grows_like_a_line(mail, MOST_READ // 16, MOST_READ)
    assert grows_like_a_line(mail, MOST_READ, 100_000)
