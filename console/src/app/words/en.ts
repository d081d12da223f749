import app from './en.json'

import board from '@/clock/board/words/en.json'
import calendars from '@/clock/calendars/words/en.json'
import explain from '@/clock/explain/words/en.json'
import policies from '@/clock/policies/words/en.json'
import clock from '@/clock/words/en.json'
import dispatch from '@/dispatch/words/en.json'
import identity from '@/identity/words/en.json'
import inbox from '@/inbox/words/en.json'
import delivery from '@/notify/settings/words/en.json'
import notify from '@/notify/words/en.json'
import realtime from '@/realtime/words/en.json'
import operations from '@/operations/words/en.json'
import tickets from '@/tickets/words/en.json'
import workforce from '@/workforce/words/en.json'

export default { app, board, calendars, clock, delivery, dispatch, explain, identity, inbox, notify, operations, policies, realtime, tickets, workforce }
