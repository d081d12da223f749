import type { Named } from '@/api/shapes'

/** One ticket of a plan: who would have it, and why. Null: nobody can, it would go back to the queue. */
export interface Move {
  ticket: { id: number; number: string; subject: string; level: string }
  from: Named | null
  to: Named | null
  reason: string
}

export interface Plan {
  moves: Move[]
}

/** What became of a plan. */
export interface Report {
  given: { ticket: { id: number; number: string }; to: Named | null }[]
  missed: { ticket: { id: number; number: string | null }; reason: string }[]
}
