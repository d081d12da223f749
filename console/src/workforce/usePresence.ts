import { onScopeDispose, ref, type Ref } from 'vue'

import { Problem } from '@/api/problem'
import type { Presence } from '@/api/shapes'
import { serverNow } from '@/clock/serverTime'
import { session } from '@/identity/session'
import { useFacts } from '@/realtime/useFacts'
import { beatPresence, getPresence, setPresence } from '@/workforce/calls'

/** The desk takes a console that has been silent for 90 s for closed. */
const beat = 30_000

/** The person's own presence, with the sign of life that keeps it up while a console is open. */
export function usePresence(): { presence: Ref<Presence | null>; change: (status: string, minutes?: number | null) => Promise<void> } {
  const presence = ref<Presence | null>(null)

  async function read(): Promise<void> {
    presence.value = await getPresence()
  }
  async function keep(): Promise<void> {
    presence.value = await beatPresence()
  }
  async function change(status: string, minutes: number | null = null): Promise<void> {
    const before = presence.value
    const until = minutes === null ? null : new Date(serverNow() + minutes * 60_000).toISOString()
    if (before) presence.value = { ...before, status, until }
    try {
      presence.value = await setPresence(status, until)
    } catch (error) {
      presence.value = before
      throw error
    }
  }

  useFacts({
    when: (fact) => fact.kind === 'PresenceChanged' && fact['person_id'] === session.value?.person.id,
    renew: read,
  })
  function quietly(): void {
    keep().catch((error: unknown) => {
      // Not somebody who is given tickets: there is no presence to keep up.
      if (error instanceof Problem && error.status === 404) clearInterval(timer)
    })
  }
  const timer = setInterval(quietly, beat)
  onScopeDispose(() => clearInterval(timer))
  quietly()
  return { presence, change }
}
