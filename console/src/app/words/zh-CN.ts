import type { Words } from '@/app/words'

import app from './zh-CN.json'

import clock from '@/clock/words/zh-CN.json'
import identity from '@/identity/words/zh-CN.json'
import inbox from '@/inbox/words/zh-CN.json'
import tickets from '@/tickets/words/zh-CN.json'

// Typed as the English words are: a text that is missing here does not compile.
const words: Words = { app, clock, identity, inbox, tickets }
export default words
