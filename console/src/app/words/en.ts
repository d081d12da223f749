import app from './en.json'

import clock from '@/clock/words/en.json'
import identity from '@/identity/words/en.json'
import inbox from '@/inbox/words/en.json'
import tickets from '@/tickets/words/en.json'

export default { app, clock, identity, inbox, tickets }
