import type { Words } from '@/app/words'

import app from './zh-CN.json'

import board from '@/clock/board/words/zh-CN.json'
import calendars from '@/clock/calendars/words/zh-CN.json'
import explain from '@/clock/explain/words/zh-CN.json'
import policies from '@/clock/policies/words/zh-CN.json'
import clock from '@/clock/words/zh-CN.json'
import fairness from '@/dispatch/fairness/words/zh-CN.json'
import offers from '@/dispatch/offers/words/zh-CN.json'
import queues from '@/dispatch/queues/words/zh-CN.json'
import reassign from '@/dispatch/reassign/words/zh-CN.json'
import dryRun from '@/dispatch/dry_run/words/zh-CN.json'
import routing from '@/dispatch/routing/words/zh-CN.json'
import dispatch from '@/dispatch/words/zh-CN.json'
import identity from '@/identity/words/zh-CN.json'
import inbox from '@/inbox/words/zh-CN.json'
import triage from '@/knowledge/triage/words/zh-CN.json'
import delivery from '@/notify/settings/words/zh-CN.json'
import notify from '@/notify/words/zh-CN.json'
import realtime from '@/realtime/words/zh-CN.json'
import operations from '@/operations/words/zh-CN.json'
import tickets from '@/tickets/words/zh-CN.json'
import roster from '@/workforce/roster/words/zh-CN.json'
import skills from '@/workforce/skills/words/zh-CN.json'
import wall from '@/workforce/wall/words/zh-CN.json'
import workforce from '@/workforce/words/zh-CN.json'

// Typed as the English words are: a text that is missing here does not compile.
const words: Words = { app, board, calendars, clock, delivery, dispatch, dryRun, explain, fairness, identity, inbox, notify, offers, operations, policies, queues, realtime, reassign, routing, roster, skills, tickets, triage, wall, workforce }
export default words
