import { attached } from '@/api/client'
import { backoff } from '@/realtime/backoff'
import { makeParser, type StreamEvent } from '@/realtime/parse'

export type LiveState = 'connecting' | 'live' | 'lost'

interface Told {
  event: (event: StreamEvent) => void
  state: (state: LiveState) => void
  /** The desk no longer knows who we are. */
  refused: () => void
}

const address = '/api/v1/events'
/** The desk sends something every 15 s; after this long the line is dead even if nobody has said so. */
const silence = 40_000

/**
 * Reads the desk's events from `after` on until `signal` aborts, through any number of lost connections.
 *
 * The browser's own EventSource cannot see heartbeats, gives up on a 503 and cannot be told where to begin.
 */
export async function readStream(after: string | null, told: Told, signal: AbortSignal): Promise<void> {
  let cursor = after
  let failures = 0
  told.state('connecting')
  while (!signal.aborted) {
    try {
      await readOnce(cursor, signal, {
        opened: () => {
          told.state('live')
        },
        heard: (event) => {
          failures = 0
          if (event.id !== null) cursor = event.id
          told.event(event)
        },
        refused: told.refused,
      })
    } catch {
      // Whatever went wrong, the answer is the same: come back and resume after the last event.
    }
    if (signal.aborted) return
    failures += 1
    // A server that restarts ends its streams: the first loss is not yet worth telling.
    if (failures > 1) told.state('lost')
    await pause(backoff(failures, Math.random()), signal)
  }
}

interface Once {
  opened: () => void
  heard: (event: StreamEvent) => void
  refused: () => void
}

async function readOnce(cursor: string | null, signal: AbortSignal, { opened, heard, refused }: Once): Promise<void> {
  const line = new AbortController()
  const end = (): void => line.abort()
  signal.addEventListener('abort', end)
  let watchdog = setTimeout(end, silence)
  try {
    const headers = { Accept: 'text/event-stream', 'Accept-Language': attached.language, ...(cursor === null ? {} : { 'Last-Event-ID': cursor }) }
    const answer = await fetch(address, { headers, cache: 'no-store', signal: line.signal })
    if (answer.status === 401) refused()
    if (!answer.ok || !answer.body) return
    opened()
    const feed = makeParser(heard)
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(watchdog)
      watchdog = setTimeout(end, silence)
      feed(piece.value)
    }
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', end)
  }
}

/** Waits, but no longer than until the network is back or the person looks at the page again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function seen(): void {
      if (!document.hidden) done()
    }
    function done(): void {
      clearTimeout(timer)
      removeEventListener('online', done)
      document.removeEventListener('visibilitychange', seen)
      signal.removeEventListener('abort', done)
      resolve()
    }
    addEventListener('online', done)
    document.addEventListener('visibilitychange', seen)
    signal.addEventListener('abort', done)
  })
}
