import type { StreamEvent } from '@/realtime/parse'
import { readStream, type LiveState } from '@/realtime/stream'

interface Told {
  event: (event: StreamEvent) => void
  state: (state: LiveState) => void
  refused: () => void
}

type Said = { event: StreamEvent } | { state: LiveState } | { ask: true }

/**
 * One connection for all tabs of a person: browsers allow six to a server, and a seventh tab would hang.
 *
 * The tab that holds the lock reads and passes on; when it closes, the next one gets the lock and resumes where the
 * last event left off. Where the browser has no locks (plain http), every tab reads for itself.
 */
export function shareStream(name: string, told: Told, signal: AbortSignal): void {
  if (!('locks' in navigator)) {
    void readStream(null, told, signal)
    return
  }
  let cursor: string | null = null
  let state: LiveState = 'connecting'
  let reading = false
  const others = new BroadcastChannel(name)
  const say = (said: Said): void => others.postMessage(said)

  function hear(event: StreamEvent): void {
    cursor = event.id ?? cursor
    told.event(event)
  }
  function stand(now: LiveState): void {
    state = now
    told.state(now)
  }

  others.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if ('ask' in data) {
      if (reading) say({ state })
    } else if ('state' in data) stand(data.state)
    else hear(data.event)
  })
  signal.addEventListener('abort', () => others.close())
  say({ ask: true })

  const lead = async (): Promise<void> => {
    reading = true
    await readStream(
      cursor,
      {
        event: (event) => { hear(event); say({ event }) },
        state: (now) => { stand(now); say({ state: now }) },
        refused: told.refused,
      },
      signal,
    )
  }
  // Rejects only when aborted while still waiting for its turn.
  navigator.locks.request(name, { signal }, lead).catch(() => undefined)
}
