import { computed, readonly, shallowRef, watch } from 'vue'

import type { Fact } from '@/api/shapes'
import { resumeSession, session } from '@/identity/session'
import type { StreamEvent } from '@/realtime/parse'
import { shareStream } from '@/realtime/share'
import type { LiveState } from '@/realtime/stream'

type Listener = (fact: Fact) => void

const listeners = new Set<Listener>()
const renewers = new Set<() => void>()
const current = shallowRef<LiveState>('connecting')
let everLive = false

/** How the connection for live changes stands. */
export const liveState = readonly(current)

/** Be told every fact that the person may see, as it happens. Returns how to stop. */
export function onFact(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Be told when facts may have gone unheard, so that what is shown must be asked for anew. */
export function onGap(renew: () => void): () => void {
  renewers.add(renew)
  return () => renewers.delete(renew)
}

const who = computed(() => (session.value ? `${session.value.workspace.id}.${session.value.person.id}` : null))

/** Follow the desk for as long as somebody is signed in. */
export function followDesk(): void {
  watch(
    who,
    (person, _, onCleanup) => {
      if (person === null) return
      const stop = new AbortController()
      everLive = false
      shareStream(`jishi.live.${person}`, { event: take, state: stand, refused: askWho }, stop.signal)
      onCleanup(() => stop.abort())
    },
    { immediate: true },
  )
}

function take(event: StreamEvent): void {
  // More was missed than the desk keeps at hand.
  if (event.name === 'reset') renewAll()
  if (event.name !== 'fact') return
  const fact = JSON.parse(event.data) as Fact
  for (const listener of listeners) listener(fact)
}

function stand(now: LiveState): void {
  current.value = now
  if (now !== 'live' || everLive) return
  // From here on the desk resumes where we were. What happened while the page loaded may have gone unheard.
  everLive = true
  renewAll()
}

function renewAll(): void {
  for (const renew of renewers) renew()
}

function askWho(): void {
  // Finds out that the session has ended, which leads to the sign-in page.
  resumeSession().catch(() => undefined)
}
