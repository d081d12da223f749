import { computed, nextTick, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import type { Fact, Offer } from '@/api/shapes'
import { tellFailure } from '@/app/failures'
import { serverNow } from '@/clock/serverTime'
import { useNow } from '@/clock/useNow'
import { acceptOffer, listOffers, refuseOffer } from '@/dispatch/offers/calls'
import { rings, secondsLeft, standing } from '@/dispatch/offers/left'
import { chime } from '@/dispatch/offers/sound'
import { session } from '@/identity/session'
import { useFacts } from '@/realtime/useFacts'

interface Offers {
  /** What has to be answered first, and how many more stand behind it. */
  current: ComputedRef<Offer | null>
  more: ComputedRef<number>
  left: ComputedRef<number>
  running: Readonly<Ref<boolean>>
  /** Both say whether it went well; what went wrong is told in a corner of the screen. */
  accept: () => Promise<boolean>
  refuse: (reason: string | null) => Promise<boolean>
}

const ends = new Set(['TicketAssigned', 'OfferRefused'])

/** The tickets that are offered to the person, with the sound that calls for them; `gone` is told of one that went unanswered. */
export function useOffers(gone: (offer: Offer) => void): Offers {
  const offers = shallowRef<readonly Offer[]>([])
  const answered = shallowRef<ReadonlySet<number>>(new Set())
  const now = useNow()
  const running = ref(false)

  const open = computed(() => standing(offers.value, now.value).filter(({ ticket }) => !answered.value.has(ticket.id)))
  const current = computed(() => open.value[0] ?? null)
  const left = computed(() => (current.value ? secondsLeft(current.value, now.value) : 0))

  async function renew(facts: ReadonlySet<Fact> = new Set()): Promise<void> {
    // Answered in another tab is answered.
    const mine = [...facts].filter((fact) => ends.has(fact.kind) && fact['agent_id'] === session.value?.person.id)
    answered.value = new Set([...answered.value, ...mine.map((fact) => Number(fact.ticket_id))])
    const before = new Set(offers.value.map(keyOf))
    const found = await listOffers()
    offers.value = found
    await nextTick()
    // One that they gave back may be offered to them again, another day.
    answered.value = new Set([...answered.value].filter((id) => found.some(({ ticket }) => ticket.id === id)))
    if (standing(found, serverNow()).some((offer) => !before.has(keyOf(offer)) && rings(secondsLeft(offer, serverNow()), true))) void chime()
  }
  async function answer(how: (ticket: number) => Promise<void>): Promise<boolean> {
    const ticket = current.value?.ticket.id
    if (ticket === undefined || running.value) return false
    running.value = true
    answered.value = new Set([...answered.value, ticket])
    try {
      await how(ticket)
      return true
    } catch (error) {
      answered.value = new Set([...answered.value].filter((id) => id !== ticket))
      tellFailure(error)
      return false
    } finally {
      running.value = false
      // Refused or not: what is offered now, the desk knows.
      renew().catch(() => undefined)
    }
  }

  watch(left, (now_) => { if (current.value && rings(now_, false)) void chime() })
  watch(current, (to, from) => {
    if (from && to?.ticket.id !== from.ticket.id && !answered.value.has(from.ticket.id) && !open.value.some(({ ticket }) => ticket.id === from.ticket.id)) gone(from)
  })
  useFacts({
    when: (fact) => (fact.kind === 'TicketOffered' && fact['agent_id'] === session.value?.person.id) || (/^(Ticket|Offer)/.test(fact.kind) && offers.value.some(({ ticket }) => ticket.id === fact.ticket_id)),
    renew,
    quiet: 30,
  })
  renew().catch(() => undefined)

  return {
    current, left, running,
    more: computed(() => Math.max(0, open.value.length - 1)),
    accept: () => answer(acceptOffer),
    refuse: (reason) => answer((ticket) => refuseOffer(ticket, reason)),
  }
}

function keyOf({ ticket, made_at: made }: Offer): string {
  return `${ticket.id} ${made}`
}
