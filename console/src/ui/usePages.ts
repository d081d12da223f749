import { shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'

import type { Page } from '@/api/shapes'

interface Pages<Item> {
  items: ShallowRef<readonly Item[]>
  failure: Readonly<ShallowRef<unknown>>
  loading: Readonly<ShallowRef<boolean>>
  /** Whether there are more to ask for. */
  more: Readonly<ShallowRef<boolean>>
  grow: () => Promise<void>
  restart: () => Promise<void>
}

/** A list that grows by keyset pages; begins anew whenever `on` changes. */
export function usePages<Item>(read: (after: string | undefined) => Promise<Page<Item>>, on?: WatchSource): Pages<Item> {
  const items = shallowRef<readonly Item[]>([])
  const failure = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  const more = shallowRef(true)
  let next: string | undefined
  let latest = 0

  async function ask(after: string | undefined, before: readonly Item[]): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const page = await read(after)
      if (mine !== latest) return
      items.value = [...before, ...page.items]
      next = page.next ?? undefined
      more.value = page.next !== null
      failure.value = null
    } catch (error) {
      if (mine === latest) failure.value = error
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  const grow = (): Promise<void> => ask(next, items.value)
  const restart = (): Promise<void> => ask(undefined, [])
  if (on) watch(on, restart)
  void restart()
  return { items, failure, loading, more, grow, restart }
}
