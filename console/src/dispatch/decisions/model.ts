import type { Named } from '@/api/shapes'

/** Why somebody was preferred: less is better, and the first that differs settles it. */
export interface Merit {
  why: string
  value: number
}

/** Somebody the dispatcher looked at. */
export interface Judged {
  agent: Named
  eligible: boolean
  why: string | null
  score: number | null
  load: number
  capacity: number
  skills: { id: number; name: string; grade: number }[]
  languages: string[]
  shift_until: string | null
  merits: Merit[]
}

/** One decision about who owns a ticket. */
export interface Decision {
  id: number
  at: string
  agent: Named | null
  team: Named | null
  by: string
  reason: string
  strategy: string | null
  rule: string | null
  /** What was wished for and let go, in words. */
  fallback: string[]
  /** Under what it was decided; null where people decided. */
  scene: Record<string, unknown> | null
  considered: Judged[]
}

/** The same decision, made again from what was recorded. */
export interface Replayed {
  same: boolean
  agent: Named | null
  reason: string
}
