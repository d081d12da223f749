import type { Named } from '@/api/shapes'

export const strategies = ['index', 'least_load', 'round_robin', 'longest_idle', 'pull'] as const
export const modes = ['push', 'offer'] as const

/** After so many seconds others may take it too; no teams are the whole desk. */
export interface OverflowStep {
  after: number
  team_ids: number[]
}

/** How a queue is worked. Times in seconds. */
export interface QueueSettings {
  strategy: string
  mode: string
  offer_seconds: number
  overflow: OverflowStep[]
  grace_off_shift: number
  grace_away: number
  auto_peak: boolean
}

export interface Peak {
  began_at: string
  why: string
  short: number
  until: string | null
}

/** A queue as it stands. A null team is the whole desk's own. Waits in seconds. */
export interface QueueStanding {
  team: Named | null
  waiting: number
  oldest: string | null
  waited: { p50: number; p90: number } | null
  forecast: number | null
  target: number | null
  short: number
  here: number
  free: number
  settings: QueueSettings
  peak: Peak | null
}
