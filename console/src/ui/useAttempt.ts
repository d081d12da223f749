import { shallowRef, type ShallowRef } from 'vue'

interface Attempt {
  /** Runs what the person asked for, once at a time; what goes wrong is kept in `failure`. */
  attempt: (what: () => Promise<void>) => Promise<void>
  running: Readonly<ShallowRef<boolean>>
  failure: ShallowRef<unknown>
}

export function useAttempt(): Attempt {
  const running = shallowRef(false)
  const failure = shallowRef<unknown>(null)

  async function attempt(what: () => Promise<void>): Promise<void> {
    if (running.value) return
    running.value = true
    failure.value = null
    try {
      await what()
    } catch (error) {
      failure.value = error
    } finally {
      running.value = false
    }
  }

  return { attempt, running, failure }
}
