import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import type { Page } from '@/api/shapes'

interface Loaded<Item> {
  after: string | null
  next: string | null
  items: Item[]
}

interface Tail<Item> {
  items: ComputedRef<Item[]>
  ready: ComputedRef<boolean>
  failure: Readonly<ShallowRef<unknown>>
  reload: () => Promise<void>
  /** Asks only for the end: what was said before does not change. */
  renew: () => Promise<void>
}

/** A list of a ticket that only grows at its end, oldest first: the conversation, the history. */
export function useTail<Item>(id: Readonly<Ref<number>>, load: (id: number, after: string | null) => Promise<Page<Item>>): Tail<Item> {
  const pages = shallowRef<readonly Loaded<Item>[]>([])
  const failure = shallowRef<unknown>(null)
  let round = 0

  async function readOn(before: readonly Loaded<Item>[], from: string | null): Promise<void> {
    const mine = ++round
    const found = [...before]
    let after: string | null = from
    do {
      const page: Page<Item> = await load(id.value, after)
      if (mine !== round) return
      found.push({ after, ...page })
      after = page.next
    } while (after !== null)
    pages.value = found
    failure.value = null
  }
  async function reload(): Promise<void> {
    try {
      await readOn([], null)
    } catch (error) {
      failure.value = error
    }
  }

  watch(id, () => {
    pages.value = []
    void reload()
  }, { immediate: true })

  return {
    items: computed(() => pages.value.flatMap(({ items }) => items)),
    ready: computed(() => pages.value.length > 0),
    failure,
    reload,
    renew: () => readOn(pages.value.slice(0, -1), pages.value.at(-1)?.after ?? null),
  }
}
