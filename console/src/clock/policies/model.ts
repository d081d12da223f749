/** A policy as it is sent to the desk and comes back, apart from what the desk adds: id, version, place. */
export interface Condition {
  trait: string
  among: string[]
  /** The trait is none of these. */
  unless: boolean
}

export interface Target {
  kind: string
  seconds: number
  hours: string
  /** The policy's, when it says nothing. */
  calendar: number | null
  when: Condition[]
  /** Warn when these shares of the time are used. */
  warn: number[]
  /** Warn so many seconds before the end. */
  warn_before: number[]
  paused_in: string[]
}

/** A step of the ladder: who is told of a promise, when, and how. */
export interface Rung {
  moment: string
  share: number | null
  seconds: number
  /** Empty means every promise. */
  kinds: string[]
  to: string[]
  by: string[]
  every: number | null
  times: number
}

export interface PolicyBody {
  name: string
  always: boolean
  active: boolean
  condition: Condition[]
  calendar: number | null
  note_answers: boolean
  targets: Target[]
  ladder: Rung[]
}

export const kinds = ['first_response', 'next_response', 'resolution', 'dispatch', 'update', 'ask', 'recovery'] as const
export const traits = ['level', 'type', 'tier', 'channel', 'team', 'tag', 'complexity', 'language', 'field'] as const
export const moments = ['before', 'at', 'after', 'unopened'] as const
export const recipients = ['owner', 'lead', 'team', 'supervisors', 'managers', 'administrators', 'followers'] as const
export const shifts = ['on_shift:supervisor', 'on_shift:agent'] as const
export const media = ['screen', 'push', 'email'] as const
export const pausable = ['pending', 'on_hold', 'new'] as const

/** Which of the kinds of condition a trait is: `field.city` is a `field`. */
export const familyOf = (trait: string): string => (trait.startsWith('field.') ? 'field' : trait)
