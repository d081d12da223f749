import { call, tell } from '@/api/call'
import type { NextTaken, Queue, QueueSettings, QueueStanding } from '@/api/shapes'

/** How every queue stands. */
export const listQueues = async (): Promise<QueueStanding[]> => (await call<{ items: QueueStanding[] }>('get', '/queues')).items

/** What waits, in order: of all queues, or of one (0: the general one). */
export const listWaiting = (team: number | null, after?: string): Promise<Queue> =>
  call('get', '/queue', { query: { after, ...(team === null ? {} : { team }) } })

export const changeQueue = (team: number, body: QueueSettings): Promise<QueueSettings> =>
  call('put', '/queues/{team_id}', { path: { team_id: team }, body })

/** More work than people: of a team, or the whole desk (0). */
export const beginPeak = (team: number, until: string | null): Promise<void> =>
  tell('put', '/queues/{team_id}/peak', { path: { team_id: team }, body: until ? { until } : {} })

export const endPeak = (team: number): Promise<void> => tell('delete', '/queues/{team_id}/peak', { path: { team_id: team } })

/** Claims what presses most for the caller. */
export const takeNext = (): Promise<NextTaken> => call('post', '/queues/next')
