import { computed, readonly, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import type { TicketRow } from '@/api/shapes'
import { listTickets } from '@/inbox/calls'
import { firstTouched, linesOf, renewed, type LoadedPage } from '@/inbox/pages'
import { isSame, type Query } from '@/inbox/query'

// One list for the whole console: it stays as it was while a ticket is open, and knows what comes before and after it.
const query = shallowRef<Query | null>(null)
const pages = shallowRef<readonly LoadedPage[]>([])
const failure = shallowRef<unknown>(null)
const loading = ref(false)
const chosen = ref<number | null>(null)
const position = ref(0)
const reached = ref(0)
const changed = ref<ReadonlySet<number>>(new Set())
const lines = computed(() => linesOf(pages.value))
const known = computed(() => new Map(lines.value.map((row) => [row.id, row])))
let stop = new AbortController()

interface TicketList {
  query: Readonly<ShallowRef<Query | null>>
  lines: ComputedRef<TicketRow[]>
  /** There is more than what is loaded. */
  more: ComputedRef<boolean>
  ready: ComputedRef<boolean>
  loading: Readonly<Ref<boolean>>
  failure: Readonly<ShallowRef<unknown>>
  /** The ticket that the keyboard is at, or that was opened last. */
  chosen: Ref<number | null>
  /** How far the list was scrolled, and which line was the last one drawn. */
  position: Ref<number>
  reached: Ref<number>
  /** Tickets that changed a moment ago. */
  changed: Readonly<Ref<ReadonlySet<number>>>
  ask: (query: Query) => Promise<void>
  askAgain: () => Promise<void>
  loadMore: () => Promise<void>
  /** Asks again for what these tickets can have changed, as far down as was reached; for all of it without them. */
  renew: (tickets: ReadonlySet<number> | null) => Promise<void>
}

async function ask(wanted: Query): Promise<void> {
  if (query.value && isSame(query.value, wanted) && pages.value.length > 0 && !failure.value) {
    // Back from a ticket: what is known is shown at once, what changed meanwhile a moment later.
    await renew(null).catch(askAgain)
    return
  }
  query.value = wanted
  chosen.value = null
  position.value = 0
  reached.value = 0
  pages.value = []
  await askAgain()
}

async function askAgain(): Promise<void> {
  if (!query.value) return
  stop.abort()
  stop = new AbortController()
  loading.value = false
  failure.value = null
  await load(null, (page) => [page])
}

async function loadMore(): Promise<void> {
  const after = pages.value.at(-1)?.next
  if (!loading.value && after) await load(after, (page) => [...pages.value, page])
}

async function load(after: string | null, place: (page: LoadedPage) => LoadedPage[]): Promise<void> {
  if (!query.value) return
  const { signal } = stop
  loading.value = true
  try {
    const page = await listTickets(query.value, after, signal)
    if (!signal.aborted) pages.value = place(renewed(after, page, known.value))
  } catch (error) {
    if (!signal.aborted) failure.value = error
  } finally {
    if (!signal.aborted) loading.value = false
  }
}

async function renew(tickets: ReadonlySet<number> | null): Promise<void> {
  const asked = query.value
  if (!asked || pages.value.length === 0 || failure.value) return askAgain()
  const { signal } = stop
  const from = tickets ? firstTouched(pages.value, tickets) : 0
  const fresh = pages.value.slice(0, from)
  for (let index = from; index < pages.value.length; index += 1) {
    const after = fresh.at(-1)?.next ?? null
    const old = pages.value[index]
    const needed = lengthOf(fresh) < reached.value
    // Below what the reader has reached nothing needs to be asked now: it is loaded again on the way down.
    if (index > from && (!needed || after === null)) break
    const page = renewed(after, await listTickets(asked, after, signal), known.value)
    if (signal.aborted || query.value !== asked) return
    fresh.push(page)
    // The page ends where it did: those below are as they were, unless one of the tickets stands there too.
    const rest = pages.value.slice(index + 1)
    if (tickets && page.next === old?.next && firstTouched(rest, onlyIn(rest, tickets)) === rest.length) {
      fresh.push(...rest)
      break
    }
  }
  mark(pages.value, fresh)
  pages.value = fresh
}

function lengthOf(some: readonly LoadedPage[]): number {
  return some.reduce((sum, { items }) => sum + items.length, 0)
}

function onlyIn(some: readonly LoadedPage[], tickets: ReadonlySet<number>): Set<number> {
  return new Set(linesOf(some).map(({ id }) => id).filter((id) => tickets.has(id)))
}

let fading: ReturnType<typeof setTimeout> | undefined

function mark(before: readonly LoadedPage[], after: readonly LoadedPage[]): void {
  const old = new Map(linesOf(before).map((row) => [row.id, row]))
  const now = linesOf(after).filter((row) => old.get(row.id) !== row)
  // When nearly all of it is new, there is nothing to point at.
  changed.value = new Set(now.length > 20 ? [] : now.map(({ id }) => id))
  clearTimeout(fading)
  fading = setTimeout(() => { changed.value = new Set() }, 1600)
}

export function useTicketList(): TicketList {
  return {
    query,
    lines,
    more: computed(() => Boolean(pages.value.at(-1)?.next)),
    ready: computed(() => pages.value.length > 0),
    loading: readonly(loading),
    failure,
    chosen,
    position,
    reached,
    changed,
    ask,
    askAgain,
    loadMore,
    renew,
  }
}
