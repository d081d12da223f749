/** A stretch at work. `day`, `opens` and `closes` are on the workspace's wall clock. */
export interface Shift {
  id: number
  person_id: number
  starts_at: string
  ends_at: string
  day: string
  opens: string
  closes: string
  name: string
  note: string
  source: string
  /** It repeats, and nobody has changed this one. */
  pattern_id: number | null
}

export interface Pattern {
  id: number
  person_id: number
  /** 0 is Monday. */
  weekdays: number[]
  opens: string
  closes: string
  every: number
  first_day: string
  last_day: string | null
  zone: string
  name: string
  note: string
}

export type LeaveState = 'asked' | 'approved' | 'refused' | 'withdrawn'

export interface Leave {
  id: number
  person_id: number
  person: string
  starts_at: string
  ends_at: string
  state: LeaveState
  reason: string
  answer: string
  asked_at: string
  decided_by: string | null
}

export type SwapState = 'asked' | 'accepted' | 'done' | 'refused' | 'withdrawn'

export interface Swap {
  id: number
  from_id: number
  from_name: string
  to_id: number
  to_name: string
  shift: Shift | null
  in_return: Shift | null
  note: string
  state: SwapState
  /** One of the shifts is no longer what it was. */
  moved: boolean
  asked_at: string
  decided_by: string | null
}

export interface Row {
  id: number
  name: string
  team_ids: number[]
  /** On duty within the days shown, leave taken out. */
  seconds: number
  /** Works by roster; who does not is on duty whenever they are online. */
  rostered: boolean
  shifts: Shift[]
  leaves: Leave[]
}

export interface Hour {
  at: string
  people: number
  open: boolean
  gap: boolean
}

export interface Gap {
  starts_at: string
  ends_at: string
  people: number
}

export interface Rules {
  swaps_need_approval: boolean
  least: number
  /** Whose shift is over is offline so many seconds later, unless a console of theirs is open. */
  presence_follows: boolean
  presence_grace: number
}

/** The private link by which a calendar follows one's shifts. `hint` is how it ends. */
export interface Feed {
  hint: string | null
  made_at: string | null
}

export interface Roster {
  from: string
  days: number
  zone: string
  people: Row[]
  patterns: Pattern[]
  hours: Hour[]
  gaps: Gap[]
  settings: Rules
}

/** What is sent to draw a shift. */
export interface Drawn {
  person_id: number
  day: string
  opens: string
  closes: string
  name: string
  note: string
}

export interface Line {
  line: number
  person_id: number
  person: string
  day: string
  opens: string
  closes: string
  name: string
  is_known: boolean
}

/** What a file of shifts says, and what of it was saved. */
export interface Imported {
  rows: Line[]
  wrong: { line: number; what: string; why: string }[]
  removed: Shift[]
  added: number
}
