import { shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'

export interface Load<Thing> {
  /** What came last; stays while it is loaded again, so that nothing flickers. */
  loaded: ShallowRef<Thing | null>
  failure: Readonly<ShallowRef<unknown>>
  loading: Readonly<ShallowRef<boolean>>
  reload: () => Promise<void>
}

/** Loads now, and again whenever `on` changes; an answer that was overtaken by a later one is dropped. */
export function useLoad<Thing>(load: () => Promise<Thing>, on?: WatchSource): Load<Thing> {
  const loaded = shallowRef<Thing | null>(null)
  const failure = shallowRef<unknown>(null)
  const loading = shallowRef(false)
  let latest = 0

  async function reload(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const thing = await load()
      if (mine !== latest) return
      loaded.value = thing
      failure.value = null
    } catch (error) {
      if (mine === latest) failure.value = error
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  if (on) watch(on, reload)
  void reload()
  return { loaded, failure, loading, reload }
}
