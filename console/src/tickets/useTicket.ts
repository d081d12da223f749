import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import type { Ticket } from '@/api/shapes'
import { liveState } from '@/realtime/live'
import { useFacts } from '@/realtime/useFacts'
import { isAside } from '@/tickets/sentence'
import { getTicket } from '@/tickets/calls'

/** What is left of working hours only the desk can tell, so now and then it is asked. */
const often = 60_000

interface OpenTicket {
  ticket: ShallowRef<Ticket | null>
  failure: Readonly<ShallowRef<unknown>>
  reload: () => Promise<void>
  /** Does something to the ticket and shows what became of it. */
  change: (doing: Promise<Ticket>) => Promise<void>
}

export function useTicket(id: Readonly<Ref<number>>): OpenTicket {
  const ticket = shallowRef<Ticket | null>(null)
  const failure = shallowRef<unknown>(null)
  let newest = 0

  // Of two answers on their way at the same time, the one that was asked for later is the truer one.
  async function take(asked: Promise<Ticket>): Promise<void> {
    const mine = ++newest
    const answer = await asked
    if (mine === newest && answer.id === id.value) ticket.value = answer
  }
  async function renew(): Promise<void> {
    await take(getTicket(id.value))
    failure.value = null
  }
  async function reload(): Promise<void> {
    try {
      await renew()
    } catch (error) {
      failure.value = error
    }
  }

  watch(id, () => {
    ticket.value = null
    void reload()
  }, { immediate: true })
  useFacts({ when: (fact) => fact.ticket_id === id.value && !isAside(fact), renew })
  watch(liveState, (now) => { if (now === 'live' && failure.value) void reload() })
  const timer = setInterval(() => { renew().catch(() => undefined) }, often)
  onScopeDispose(() => clearInterval(timer))

  return { ticket, failure, reload, change: take }
}
