import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

import { newKey } from '@/api/once'
import type { Message } from '@/api/shapes'
import { serverNow } from '@/clock/serverTime'
import { session } from '@/identity/session'
import { say } from '@/tickets/calls'
import { blank, isBlank, parseKept, toKeep, type Draft, type Next, type Unsent } from '@/tickets/draft'
import { sayingOf } from '@/tickets/saying'

/** A message on its way, or one that did not get through. */
export interface Outgoing extends Unsent {
  failure: unknown
  sending: boolean
}

interface Composing {
  draft: Ref<Draft>
  outgoing: ComputedRef<Outgoing[]>
  send: (next: Next) => void
  sendAgain: (key: string) => void
  /** Takes a message that did not get through back into the draft. */
  takeBack: (key: string) => void
  discard: (key: string) => void
  /** Resolves once nothing is on its way any more. */
  settled: () => Promise<unknown>
}

/** Where the browser keeps it: two people may use the same one. */
function place(id: number): string {
  return `jishi.draft.${session.value?.workspace.id}.${session.value?.person.id}.${id}`
}

/** It arrived while another ticket was open already. */
function forgetElsewhere(id: number, key: string): void {
  const kept = parseKept(localStorage.getItem(place(id)))
  const text = toKeep({ ...kept, unsent: kept.unsent.filter((each) => each.key !== key) })
  if (text === null) localStorage.removeItem(place(id))
  else localStorage.setItem(place(id), text)
}

/** What a person writes on a ticket: kept in this browser until the desk has it. */
export function useComposing(ticket: Readonly<Ref<number>>, arrived: (message: Message) => void): Composing {
  const draft = ref<Draft>(blank())
  const unsent = shallowRef<readonly Outgoing[]>([])
  const onTheWay = new Set<Promise<void>>()

  function keep(): void {
    if (!session.value) return
    const text = toKeep({ draft: draft.value, unsent: unsent.value.map(({ failure: _f, sending: _s, ...rest }) => rest) })
    if (text === null) localStorage.removeItem(place(ticket.value))
    else localStorage.setItem(place(ticket.value), text)
  }
  watch(ticket, (id) => {
    const kept = parseKept(localStorage.getItem(place(id)))
    draft.value = kept.draft
    unsent.value = kept.unsent.map((each) => reactive({ ...each, failure: null, sending: false }))
    // The page went away while these were on their way. Under their key they arrive once, sent however often.
    for (const message of unsent.value) if (!message.failed) track(deliver(id, message))
  }, { immediate: true, flush: 'sync' })
  watch(draft, keep, { deep: true })

  function send(next: Next): void {
    if (isBlank(draft.value)) return
    const { mode, body, attachments, name, email } = draft.value
    const message: Outgoing = reactive({ mode, body: body.trim(), attachments, ...(name ? { name } : {}), ...(email ? { email } : {}), next, key: newKey(), at: new Date(serverNow()).toISOString(), failed: false, failure: null, sending: true })
    unsent.value = [...unsent.value, message]
    draft.value = blank(mode)
    keep()
    track(deliver(ticket.value, message))
  }

  async function deliver(id: number, message: Outgoing): Promise<void> {
    message.sending = true
    message.failed = false
    message.failure = null
    try {
      const sent = await say(id, sayingOf(message, message.next), message.key)
      if (id === ticket.value) {
        forget(message.key)
        arrived(sent)
      } else forgetElsewhere(id, message.key)
    } catch (error) {
      message.failure = error
      message.failed = true
    } finally {
      message.sending = false
    }
    // A page that is being left cuts its requests too: only one that is still here a moment later knows that it failed.
    if (message.failed) setTimeout(keep, 500)
  }

  function track(delivery: Promise<void>): void {
    onTheWay.add(delivery)
    void delivery.finally(() => onTheWay.delete(delivery))
  }
  function forget(key: string): void {
    unsent.value = unsent.value.filter((each) => each.key !== key)
    keep()
  }

  return {
    draft,
    outgoing: computed(() => [...unsent.value]),
    send,
    sendAgain(key) {
      const message = unsent.value.find((each) => each.key === key)
      if (message && !message.sending) track(deliver(ticket.value, message))
    },
    takeBack(key) {
      const message = unsent.value.find((each) => each.key === key)
      if (!message) return
      const before = draft.value
      draft.value = { ...before, mode: message.mode, ...(message.name ? { name: message.name } : {}), ...(message.email ? { email: message.email } : {}), body: [message.body, before.body].filter(Boolean).join('\n\n'), attachments: [...message.attachments, ...before.attachments] }
      forget(key)
    },
    discard: forget,
    settled: () => Promise.allSettled(onTheWay),
  }
}
