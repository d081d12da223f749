"""What counts as an answer, and what starts to wait for one: cases 21 to 34, each with its number in the list of cases.

Monday to Friday 09:00 to 18:00 in Shanghai; 2026-03-02 is a Monday. For everybody there is a first response within two
hours, a next response within four, word of progress within six and a solution within sixteen hours of work.
"""

from dataclasses import replace

import pytest

from jishi.clock.facts import PromiseBroken, PromiseKept, PromiseMetLate, TimersStarted
from jishi.clock.model import Kind, TimerState
from jishi.tickets.facts import ReplySent, ThirdPartyWrote, TicketAbsorbed
from jishi.tickets.model import Author
from tests.clock.hours import day
from tests.clock.lives import BY, EVERYBODY, STANDARDS, Life, promised

STRICT = (replace(EVERYBODY, note_answers=False),)
FIRST, NEXT, UPDATE, RESOLUTION = Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.UPDATE, Kind.RESOLUTION


@pytest.fixture
def life() -> Life:
    """A request of Monday at ten."""
    return Life().open()


@pytest.fixture
def answered(life: Life) -> Life:
    """The same, answered at half past ten."""
    life.wait(minutes=30).do("agent_replies")
    return life


def test_case_21_an_internal_note_answers_nothing(life: Life) -> None:
    life.wait(minutes=5).do("note internal")
    assert life.timer(FIRST).state is TimerState.RUNNING


def test_case_21_a_note_that_the_customer_reads_answers_where_the_policy_says_so(life: Life) -> None:
    life.wait(minutes=5).do("note public")
    assert (life.timer(FIRST).state, life.timer(FIRST).met_at) == (TimerState.MET, day("Mon 10:05"))


def test_case_21_and_nothing_where_it_does_not() -> None:
    life = Life(policies=STRICT).open()
    life.wait(minutes=5).do("note public")
    assert life.timer(FIRST).state is TimerState.RUNNING


def test_case_21_after_a_note_that_answered_the_customers_next_words_are_waited_on_anew(life: Life) -> None:
    life.wait(minutes=5).do("note public")
    life.wait(minutes=5).do("customer_writes")
    assert life.timer(NEXT).started_at == day("Mon 10:10")


def test_case_21_a_customer_whom_a_note_answered_waits_no_more_whatever_else_changes(answered: Life) -> None:
    answered.wait(minutes=5).do("customer_writes")
    answered.wait(minutes=5).do("note public")
    answered.wait(minutes=5).do("level urgent")
    assert NEXT not in answered.kinds("running")
    answered.wait(minutes=5).do("customer_writes")
    assert answered.timer(NEXT).started_at == day("Mon 10:50")


def test_case_21_progress_is_owed_anew_since_a_note_that_answered(answered: Life) -> None:
    answered.wait(minutes=30).do("note public")
    assert (answered.timer(UPDATE).state, answered.timer(UPDATE).started_at) == (TimerState.RUNNING, day("Mon 11:00"))
    answered.wait(hours=1).do("standards 1")
    answered.wait(hours=1).do("standards 0")
    assert (answered.timer(UPDATE).state, answered.timer(UPDATE).started_at) == (TimerState.RUNNING, day("Mon 11:00"))


def test_case_21_who_was_answered_by_a_note_waits_no_more(life: Life) -> None:
    life.wait(minutes=5).do("note public")
    assert (life.ticket.waiting_since, life.ticket.first_answered_at) == (None, day("Mon 10:05"))


@pytest.mark.parametrize("author", [Author.SYSTEM, Author.COLLABORATOR, Author.CUSTOMER])
def test_case_22_what_the_system_sends_is_no_answer(life: Life, author: Author) -> None:
    sent = ReplySent(
        ticket_id=1, at=life.now, by="system", message_id=9, author_kind=author, person_id=None, channel="-"
    )
    life.happen(life.ticket, [sent])
    assert life.timer(FIRST).state is TimerState.RUNNING


def test_case_23_a_bot_gives_no_human_answer(life: Life) -> None:
    life.wait(minutes=5).do("bot_replies")
    assert life.timer(FIRST).state is TimerState.RUNNING


def test_case_23_but_it_ends_the_wait_that_it_answers(answered: Life) -> None:
    answered.wait(minutes=5).do("customer_writes")
    answered.wait(minutes=5).do("bot_replies")
    timer = answered.timer(NEXT)
    assert (timer.state, timer.cancelled_why, timer.met_at) == (TimerState.CANCELLED, "bot_answered", None)
    assert answered.ticket.waiting_since is None


def test_case_23_and_a_hand_over_to_a_human_starts_the_humans_clock(answered: Life) -> None:
    answered.wait(minutes=5).do("customer_writes")
    answered.wait(minutes=5).do("bot_replies")
    answered.wait(minutes=5).start([NEXT], answered.now)
    assert answered.timer(NEXT).started_at == day("Mon 10:45")


def test_case_24_a_colleague_who_does_not_own_it_answers_it_just_as_well(life: Life) -> None:
    life.do("assign")
    life.happen(life.ticket, [ReplySent(ticket_id=1, at=life.now, by="person:2", message_id=9, author_kind="agent",
                                        person_id=2, channel="chat")])  # fmt: skip
    assert life.timer(FIRST).state is TimerState.MET


def test_case_25_a_third_party_answers_nothing_and_waits_for_nothing(life: Life) -> None:
    before = life.timers
    wrote = ThirdPartyWrote(ticket_id=1, at=life.now, by=BY, message_id=9, name="Bo", email=None, channel="email")
    life.happen(life.ticket, [wrote])
    assert life.timers == before


def test_case_26_the_oldest_message_counts_also_when_it_comes_last() -> None:
    """By mail at 10:40, fetched at eleven, after a word in the chat at 10:45."""
    in_order, late = Life().open(), Life().open()
    for each in (in_order, late):
        each.wait(minutes=30).do("agent_replies")
    in_order.wait(minutes=10).do("customer_writes")
    in_order.wait(minutes=5).do("customer_writes")
    late.wait(minutes=15).do("customer_writes")
    late.wait(minutes=15).do("older_mail_comes")
    assert late.ticket.waiting_since == late.timer(NEXT).started_at == day("Mon 10:40")
    assert replace(late.timer(NEXT), id=0) == replace(in_order.timer(NEXT), id=0)


def test_case_26_so_it_does_before_the_first_answer(life: Life) -> None:
    life.wait(minutes=5).do("older_mail_comes")
    assert (life.timer(FIRST).started_at, life.timer(FIRST).due_at) == (day("Mon 09:45"), day("Mon 11:45"))
    assert life.timer(RESOLUTION).started_at == day("Mon 10:00")


def test_case_26_an_answer_is_late_since_its_end_though_the_oldest_message_came_after_that(answered: Life) -> None:
    answered.policies = (replace(EVERYBODY, targets=(promised(NEXT, 600),)),)
    answered.wait(minutes=15).do("customer_writes")
    answered.wait(minutes=1).do("older_mail_comes")
    answered.do("look")
    assert (answered.timer(NEXT).state, answered.timer(NEXT).broken_at) == (TimerState.BROKEN, day("Mon 10:36"))


def test_case_26_three_messages_are_answered_from_the_oldest_on(answered: Life) -> None:
    for _ in range(3):
        answered.wait(minutes=10).do("customer_writes")
    assert [timer.started_at for timer in answered.timers if timer.kind is NEXT] == [day("Mon 10:40")]


def test_case_27_two_answers_end_the_wait_at_the_first(answered: Life) -> None:
    answered.wait(minutes=5).do("customer_writes")
    answered.wait(minutes=5).do("agent_replies")
    answered.wait(minutes=5).do("agent_replies")
    assert answered.timer(NEXT).met_at == day("Mon 10:40")
    assert sum(isinstance(fact, PromiseKept) and fact.timer_kind == NEXT for fact in answered.journal) == 1


def test_case_28_while_the_customer_is_silent_no_answer_is_due(answered: Life) -> None:
    assert answered.kinds("running") == {RESOLUTION, UPDATE}


def test_case_29_before_the_first_answer_only_that_is_waited_for(life: Life) -> None:
    life.wait(minutes=5).do("customer_writes")
    assert life.kinds("running") == {FIRST, RESOLUTION}


def test_case_29_also_where_no_first_answer_is_promised() -> None:
    targets = tuple(target for target in EVERYBODY.targets if target.kind is not FIRST)
    life = Life(policies=(replace(EVERYBODY, targets=targets),)).open()
    life.wait(minutes=5).do("customer_writes")
    assert life.kinds("running") == {RESOLUTION}
    life.wait(minutes=5).do("agent_replies")
    life.wait(minutes=5).do("customer_writes")
    assert life.kinds("running") == {RESOLUTION, NEXT, UPDATE}


def test_case_29_word_of_progress_is_owed_from_each_answer_to_the_next(answered: Life) -> None:
    assert answered.timer(UPDATE).started_at == day("Mon 10:30")
    answered.wait(hours=2).do("agent_replies")
    given, owed = (timer for timer in answered.timers if timer.kind is UPDATE)
    assert (given.state, given.met_at) == (TimerState.MET, day("Mon 12:30"))
    assert (owed.state, owed.started_at, owed.due_at) == (TimerState.RUNNING, day("Mon 12:30"), day("Tue 09:30"))


def test_case_29_progress_that_nobody_told_in_time_is_late_and_goes_on_being_owed(answered: Life) -> None:
    answered.wait(hours=7, minutes=30).do("agent_replies")
    late, owed = (timer for timer in answered.timers if timer.kind is UPDATE)
    assert (late.state, late.broken_at, late.met_at) == (TimerState.BROKEN, day("Mon 16:30"), day("Mon 18:00"))
    assert owed.state is TimerState.RUNNING


def test_case_29_a_solved_ticket_owes_no_word_of_progress(answered: Life) -> None:
    answered.wait(hours=1).do("solve")
    assert answered.timer(UPDATE).state is TimerState.CANCELLED


def test_word_of_progress_is_not_owed_while_the_customer_has_to_answer(answered: Life) -> None:
    answered.do("pend")
    answered.wait(hours=1).do("agent_replies")
    assert answered.timer(UPDATE).state is TimerState.PAUSED
    answered.wait(hours=1).do("resume")
    assert (answered.timer(UPDATE).state, answered.timer(UPDATE).due_at) == (TimerState.RUNNING, day("Tue 09:30"))


def test_case_32_who_serves_themselves_is_owed_no_answer(life: Life) -> None:
    life.do("serve self")
    assert life.kinds("running") == {RESOLUTION}
    life.wait(minutes=5).do("customer_writes")
    assert life.timer(FIRST).cancelled_why == "self_served"
    assert life.kinds("running") == {RESOLUTION}


def test_case_32_another_owner_owes_the_answer_since_it_was_asked_for(life: Life) -> None:
    life.do("serve self")
    life.wait(hours=1).do("serve other")
    assert (life.timer(FIRST).state, life.timer(FIRST).due_at) == (TimerState.RUNNING, day("Mon 12:00"))
    assert sum(timer.kind is FIRST for timer in life.timers) == 1


def test_case_33_an_answer_that_also_sets_the_ticket_to_pending_is_the_first_response(life: Life) -> None:
    life.wait(minutes=5)
    life.do("agent_replies")
    life.do("pend")
    assert life.timer(FIRST).met_at == day("Mon 10:05")
    assert life.kinds("paused") == {RESOLUTION, UPDATE}


def test_case_34_waiting_without_a_word_leaves_the_first_response_open(life: Life) -> None:
    life.wait(minutes=5).do("pend")
    assert life.timer(FIRST).state is TimerState.RUNNING
    life.wait(hours=2, minutes=5).do("look")
    assert any(isinstance(fact, PromiseBroken) and fact.timer_kind == FIRST for fact in life.journal)


def test_case_34_solved_without_a_word_is_no_response(life: Life) -> None:
    life.wait(minutes=5).do("solve")
    first = life.timer(FIRST)
    assert (first.state, first.met_at, first.cancelled_why) == (TimerState.CANCELLED, None, "solved")
    assert not any(isinstance(fact, PromiseKept | PromiseMetLate) and fact.timer_kind == FIRST for fact in life.journal)


def test_a_ticket_that_waits_when_its_customer_writes_has_its_clock_stand_still_at_once(answered: Life) -> None:
    answered.do("hold")
    answered.wait(minutes=5).do("customer_writes")
    timer = answered.timer(NEXT)
    assert (timer.state, timer.paused_at) == (TimerState.PAUSED, day("Mon 10:35"))
    answered.wait(minutes=25).do("resume")
    assert answered.timer(NEXT).due_at == day("Mon 15:00")


def test_case_60_a_wait_that_came_with_a_merged_ticket_is_not_answered_by_what_was_said_here(answered: Life) -> None:
    since = day("Mon 09:50")
    absorbed = TicketAbsorbed(
        ticket_id=1, at=answered.now, by=BY, from_id=2, from_number="2", waiting_since=since, was_waiting_since=None
    )
    answered.happen(replace(answered.ticket, waiting_since=since), [absorbed])
    assert (answered.timer(NEXT).started_at, answered.timer(NEXT).state) == (since, TimerState.RUNNING)


def test_what_a_machine_sends_starts_no_clock(answered: Life) -> None:
    answered.wait(minutes=5).do("machine_writes")
    assert NEXT not in answered.kinds("running")


def test_the_journal_says_which_policy_promised_what(life: Life) -> None:
    [started] = [fact for fact in life.journal if isinstance(fact, TimersStarted)]
    assert (started.policy, started.policy_id, started.because) == ("Everybody", 2, (("always", ""),))
    assert [timer.kind for timer in started.timers] == [FIRST, RESOLUTION]
    assert STANDARDS[0][1] is EVERYBODY
