"""When this happened, do that. The only module that knows every other; read the desk from here.

AT_ONCE runs in the transaction that records the fact, touches no network, and records no fact that has reactions here
itself. AFTERWARDS runs in the worker, from the journal: in order per ticket (the dispatcher's and all others each for
themselves), retried, each (fact, reaction) once in effect. ALARMS ring at an instant somebody set.
"""

from jishi.channels.forget_upload import forget_upload
from jishi.clock.account.explain_breach import explain_breach
from jishi.clock.calendars.run_out import calendar_runs_out
from jishi.clock.facts import (
    CalendarGiven,
    CalendarRunsOut,
    CalendarSaved,
    PoliciesOrdered,
    PolicyDeactivated,
    PolicySaved,
    PromiseBroken,
    PromiseKept,
    PromiseMetLate,
    TimersReplanned,
    TimersStopped,
    WarningReached,
)
from jishi.clock.furnish import furnish
from jishi.clock.keep import await_owner, await_reply, count_dispatch, end_wait, follow, heed_note, recompute, take_up
from jishi.clock.promise import start_promises
from jishi.clock.replanning.begin import begin_replanning
from jishi.clock.replanning.run import replan, replan_late
from jishi.dispatch.absence.relieve import relieve, watch_capacity, watch_room
from jishi.dispatch.absence.watch import grace_ends, watch_owner, watch_presence, watch_roster
from jishi.dispatch.facts import TicketQueued
from jishi.dispatch.look_over import look_over, look_over_more
from jishi.dispatch.offer import look_again, offer, offer_again
from jishi.dispatch.offers.facts import OfferLapsed, OfferRefused, TicketOffered
from jishi.dispatch.offers.lapse import offer_lapses, settle_offers, withdraw_offers
from jishi.dispatch.peak.begin import end_with_team, peak_over
from jishi.dispatch.peak.facts import BacklogGrew, PeakBegan, PeakEnded
from jishi.dispatch.peak.watch import look_at_queues, watch_queues
from jishi.dispatch.queues.facts import QueueSettingsChanged
from jishi.dispatch.release import reclaim, release
from jishi.dispatch.remember import remember_move, remember_owner, remember_return, stop_waiting
from jishi.dispatch.reroute import reroute
from jishi.dispatch.routing.facts import RoutingRuleRemoved, RoutingRuleSaved, RoutingRulesOrdered
from jishi.dispatch.routing.forget_skill import call_skill, forget_skill
from jishi.dispatch.routing.sort_out import leave_route, sort_out
from jishi.dispatch.sort_waiting import sort_again, sort_waiting
from jishi.dispatch.take_waiting import take_waiting, take_waiting_by_count, take_waiting_by_roster
from jishi.identity.facts import (
    MemberJoinedTeam,
    PersonAdded,
    PersonChanged,
    PersonDeactivated,
    PersonReactivated,
    SignedOut,
    TeamChanged,
    TeamCreated,
    TeamDissolved,
    WorkspaceCreated,
)
from jishi.inbox.forget_words import forget_words
from jishi.inbox.learn_words import learn_split, learn_words
from jishi.knowledge.triage.heed_mood import heed_mood
from jishi.notify.escalate import climb, climb_again, climb_anew, climb_down, climb_on, escalate, warn
from jishi.notify.see import open_ticket
from jishi.notify.tell_administrators import holidays_run_out
from jishi.notify.tell_lead import backlog_grew, nobody_has_it, peak_began, queue_gathered
from jishi.notify.tell_of_offer import offer_over, offered_to_you
from jishi.notify.tell_of_roster import leave_asked, leave_decided, swap_accepted, swap_asked, swap_decided
from jishi.notify.tell_owner import collaborator_answered, customer_wrote, given_to_you
from jishi.notify.watch_unopened import unopened, watch, watch_again
from jishi.storage.alarms import Rings
from jishi.storage.transaction import Reactions
from jishi.tickets.facts import (
    FieldsChanged,
    LevelChanged,
    MessageDiscarded,
    MessageReceived,
    NoteAdded,
    ReplySent,
    SelfServed,
    TagAdded,
    TagRemoved,
    ThirdPartyWrote,
    TicketAbsorbed,
    TicketAssigned,
    TicketClosed,
    TicketDiscarded,
    TicketHeld,
    TicketMerged,
    TicketMovedToTeam,
    TicketOpened,
    TicketPended,
    TicketPurged,
    TicketReopened,
    TicketRestored,
    TicketResumed,
    TicketReturned,
    TicketSolved,
    TicketSplit,
    TypeChanged,
)
from jishi.tickets.solve import silence_ends
from jishi.tickets.wait import wait_ends
from jishi.workforce.admit import follow_role, see_off, welcome, welcome_back
from jishi.workforce.attend import presence_lapses, sign_out
from jishi.workforce.count_load import count_load
from jishi.workforce.facts import (
    CapacityChanged,
    ChannelWeightsChanged,
    LanguagesChanged,
    LoadEased,
    LoadsRecounted,
    PresenceChanged,
    SkillRemoved,
    SkillRenamed,
    SkillsChanged,
    WorkStarted,
)
from jishi.workforce.fall_idle import seat_idles, wake, wake_by_note
from jishi.workforce.learn_handling import learn_handling
from jishi.workforce.roster.facts import (
    LeaveAsked,
    LeaveRefused,
    LeaveTaken,
    RosterChanged,
    RosteringChanged,
    ShiftEnded,
    ShiftStarted,
    ShiftSwapped,
    SwapAccepted,
    SwapAsked,
    SwapRefused,
)
from jishi.workforce.roster.follow_shift import begin_work, end_work
from jishi.workforce.roster.repeat import fill_shifts
from jishi.workforce.roster.see_off import clear_roster
from jishi.workforce.roster.turns import shift_turns
from jishi.workforce.weights.wrap_up import wrap_up
from jishi.workforce.work_on import work_lapses

AT_ONCE: Reactions = {
    WorkspaceCreated: [furnish],
    PersonAdded: [welcome],
    PersonChanged: [follow_role],
    PersonDeactivated: [see_off],
    PersonReactivated: [welcome_back],
    SignedOut: [sign_out],
    TicketOpened: [start_promises],
    MessageReceived: [await_reply, wake],
    ReplySent: [end_wait, wake],
    TicketAssigned: [count_dispatch, count_load, remember_owner],
    TicketReturned: [await_owner, count_load, remember_return],
    TicketMovedToTeam: [recompute, remember_move, leave_route],
    TicketPended: [follow, count_load, stop_waiting, wrap_up],
    TicketHeld: [follow, count_load, stop_waiting],
    TicketResumed: [follow, count_load],
    TicketSolved: [follow, count_load, stop_waiting, wrap_up],
    TicketReopened: [take_up, count_load],
    TicketClosed: [follow, count_load, stop_waiting],
    LevelChanged: [recompute],
    TypeChanged: [recompute],
    TagAdded: [recompute],
    TagRemoved: [recompute],
    NoteAdded: [heed_note, wake_by_note],
    TicketMerged: [follow],
    TicketAbsorbed: [take_up],
    TicketDiscarded: [follow, count_load, stop_waiting],
    TicketRestored: [take_up, count_load],
    TicketPurged: [forget_words],
    SelfServed: [take_up],
    FieldsChanged: [recompute],
    PolicySaved: [begin_replanning],
    PolicyDeactivated: [begin_replanning],
    PoliciesOrdered: [begin_replanning],
    CalendarSaved: [begin_replanning],
    CalendarGiven: [begin_replanning],
    ShiftStarted: [begin_work],
    ShiftEnded: [end_work],
}

AFTERWARDS: Reactions = {
    TicketOpened: [sort_out, offer],
    TicketReturned: [sort_out, offer, take_waiting],
    TicketReopened: [sort_out, offer, reclaim, watch_room, climb_on, watch_again],
    TicketRestored: [sort_out, offer, reclaim, watch_room, climb_again, watch_again],
    TicketSplit: [learn_split],
    TicketResumed: [watch_owner, sort_out, offer, watch_room, climb_on, watch_again],
    TicketMovedToTeam: [sort_out, offer],
    LevelChanged: [sort_out, offer],
    TypeChanged: [sort_out, offer],
    TagAdded: [sort_out, offer],
    TagRemoved: [sort_out, offer],
    FieldsChanged: [sort_out, offer],
    RoutingRuleSaved: [sort_again],
    RoutingRuleRemoved: [sort_again],
    RoutingRulesOrdered: [sort_again],
    MessageReceived: [learn_words, heed_mood, sort_out, watch_owner, offer_again, customer_wrote],
    ReplySent: [learn_words],
    NoteAdded: [learn_words, collaborator_answered],
    TicketAssigned: [take_waiting, given_to_you, watch],
    TicketQueued: [nobody_has_it, watch_queues],
    TicketPended: [take_waiting],
    TicketHeld: [take_waiting],
    TicketSolved: [take_waiting, learn_handling],
    TicketClosed: [take_waiting],
    TicketDiscarded: [take_waiting],
    WarningReached: [warn],
    PromiseBroken: [escalate, explain_breach],
    PromiseKept: [climb_down],
    PromiseMetLate: [climb_down, explain_breach],
    TimersStopped: [climb_down],
    TimersReplanned: [offer, climb_anew],
    CalendarRunsOut: [holidays_run_out],
    WorkStarted: [open_ticket],
    PresenceChanged: [withdraw_offers, watch_presence, take_waiting],
    CapacityChanged: [watch_capacity, take_waiting],
    TicketOffered: [offered_to_you],
    OfferRefused: [offer, take_waiting, offer_over],
    OfferLapsed: [offer, take_waiting, offer_over],
    QueueSettingsChanged: [look_over],
    PeakBegan: [look_over, watch_queues, peak_began],
    BacklogGrew: [backlog_grew],
    PeakEnded: [look_over],
    LoadEased: [take_waiting],
    LoadsRecounted: [take_waiting_by_count],
    SkillsChanged: [take_waiting],
    SkillRemoved: [forget_skill],
    SkillRenamed: [call_skill],
    LanguagesChanged: [take_waiting],
    ChannelWeightsChanged: [look_over],
    MemberJoinedTeam: [take_waiting],
    ShiftStarted: [watch_presence, take_waiting],
    ShiftEnded: [watch_presence],
    RosterChanged: [watch_roster, take_waiting_by_roster],
    RosteringChanged: [watch_roster, take_waiting_by_roster],
    LeaveAsked: [leave_asked],
    LeaveTaken: [leave_decided],
    LeaveRefused: [leave_decided],
    SwapAsked: [swap_asked],
    SwapAccepted: [swap_accepted],
    ShiftSwapped: [swap_decided],
    SwapRefused: [swap_decided],
    PersonDeactivated: [release, clear_roster],
    TeamCreated: [reroute],
    TeamChanged: [reroute],
    TeamDissolved: [reroute, sort_again, end_with_team],
    ThirdPartyWrote: [learn_words],
    MessageDiscarded: [learn_words],
}

ALARMS: Rings = {
    "tickets.wait_ends": wait_ends,
    "tickets.silence_ends": silence_ends,
    "workforce.fill_shifts": fill_shifts,
    "workforce.presence_lapses": presence_lapses,
    "workforce.seat_idles": seat_idles,
    "workforce.shift_turns": shift_turns,
    "workforce.work_lapses": work_lapses,
    "clock.calendar_runs_out": calendar_runs_out,
    "clock.replan": replan,
    "clock.replan_late": replan_late,
    "dispatch.look_again": look_again,
    "dispatch.look_over": look_over_more,
    "dispatch.ask_again": look_again,
    "dispatch.offer_lapses": offer_lapses,
    "dispatch.settle_offers": settle_offers,
    "dispatch.peak_over": peak_over,
    "dispatch.watch_queues": look_at_queues,
    "dispatch.release_absent": grace_ends,
    "dispatch.relieve": relieve,
    "dispatch.sort_waiting": sort_waiting,
    "notify.climb": climb,
    "notify.unopened": unopened,
    "notify.queue_gathered": queue_gathered,
    "channels.forget_upload": forget_upload,
}
