import { backoff } from '@/realtime/backoff'

/**
 * Gathers what comes in bursts: `flush` gets all of it `quiet` ms after the first. While it is busy, and for `apart` ms
 * after, it is left in peace: a desk at its peak must not drown its own screens. What it could not do it gets again.
 */
export function gather<Item>(flush: (items: Set<Item>) => Promise<void>, quiet = 120, apart = quiet): { add: (item: Item) => void; stop: () => void } {
  let waiting = new Set<Item>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let stopped = false
  let failures = 0
  let rested = 0

  function plan(): void {
    if (!stopped) timer ??= setTimeout(run, Math.max(quiet, rested - performance.now()))
  }

  async function run(): Promise<void> {
    timer = undefined
    const items = waiting
    waiting = new Set()
    busy = true
    try {
      await flush(new Set(items))
      failures = 0
    } catch {
      failures += 1
      waiting = new Set([...items, ...waiting])
    } finally {
      busy = false
      rested = performance.now() + Math.max(apart, failures > 0 ? backoff(failures, Math.random()) : 0)
      if (waiting.size > 0) plan()
    }
  }

  return {
    add(item) {
      waiting.add(item)
      if (!busy) plan()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
