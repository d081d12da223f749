import type { Named } from '@/api/shapes'

/** A ticket in somebody's hands; `weight` is how many of their places it takes now: none while the customer or a colleague has to act. */
export interface WallTicket {
  id: number
  number: string
  subject: string
  state: string
  level: string
  channel: string
  tier: string
  requester: Named
  due_at: string | null
  warn_at: string | null
  waiting_since: string | null
  weight: number
}

/** Somebody who takes tickets: whether they are here, until when, with what. */
export interface WallAgent {
  id: number
  name: string
  status: string
  status_since: string
  /** When a break or the like is meant to end. */
  until: string | null
  rostered: boolean
  shift_until: string | null
  load: number
  capacity: number
  teams: Named[]
  skills: { id: number; name: string; grade: number }[]
  languages: string[]
  /** The ticket they have open now. */
  at: { id: number; number: string; typing: boolean } | null
  /** All of them; `tickets` are the first thirty. */
  unfinished: number
  tickets: WallTicket[]
}
