/** What one colleague was given and did. `load` and `idle` are shares of the time on shift. Shares are null where there is too little to say. */
export interface Share {
  agent: { id: number; name: string; email: string }
  given: number
  hard: number
  easy: number
  /** By the roster; who does not work by it: while online. */
  shift_seconds: number
  here_seconds: number
  busy_seconds: number
  /** Online with no ticket open and none in hand. */
  idle_seconds: number
  per_hour: number | null
  load: number | null
  idle: number | null
  hard_share: number | null
  easy_share: number | null
}

/** Jain's indices, 1 for quite even, and everybody's shares. */
export interface Fairness {
  since: string
  until: string
  even_given: number | null
  even_load: number | null
  even_hard: number | null
  even_easy: number | null
  items: Share[]
}

export type Judged = 'even' | 'uneven' | 'lopsided' | 'few'
