import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'

import type { Worker } from '@/api/shapes'
import { session } from '@/identity/session'
import { useFacts } from '@/realtime/useFacts'
import { beatWork, leaveWork, readWork } from '@/workforce/calls'

const beat = 15_000
/** Whoever has not touched a key for this long is thinking, or gone for coffee. */
const stillTyping = 6_000
// A reply that was sent is no longer being written: that has no fact of its own.
const kinds = new Set(['WorkStarted', 'WorkLeft', 'ReplyTyped', 'ReplySent', 'NoteAdded'])

interface Work {
  others: ComputedRef<Worker[]>
  /** Call at every key that goes into a reply. */
  typed: () => void
  /** The reply is sent or thrown away. */
  stopped: () => void
}

/** Tells the desk that this ticket is open here, and who else has it open. */
export function useWork(ticket: Readonly<Ref<number>>): Work {
  const people = ref<Worker[]>([])
  let typing = false
  let rest: ReturnType<typeof setTimeout> | undefined

  async function tell(): Promise<void> {
    const id = ticket.value
    // Nobody who cannot be told is disturbed: the next beat tells again.
    const now = await beatWork(id, typing).catch(() => null)
    if (now && id === ticket.value) people.value = now
  }
  function type(now: boolean): void {
    clearTimeout(rest)
    if (now) rest = setTimeout(() => type(false), stillTyping)
    if (now === typing) return
    typing = now
    void tell()
  }

  watch(
    ticket,
    (id, _, onCleanup) => {
      people.value = []
      typing = false
      void tell()
      const timer = setInterval(() => void tell(), beat)
      const left = (): void => { leaveWork(id).catch(() => undefined) }
      onCleanup(() => {
        clearInterval(timer)
        left()
      })
    },
    { immediate: true },
  )
  useFacts({
    when: (fact) => kinds.has(fact.kind) && fact.ticket_id === ticket.value,
    renew: async () => { people.value = await readWork(ticket.value) },
    quiet: 50,
  })
  onScopeDispose(() => clearTimeout(rest))

  return {
    others: computed(() => people.value.filter((person) => person.id !== session.value?.person.id)),
    typed: () => type(true),
    stopped: () => type(false),
  }
}
