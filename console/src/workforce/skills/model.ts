export interface Skill {
  id: number
  name: string
  /** How many have it, at any grade. */
  people: number
}

/** 0: does not have it. */
export type Grade = 0 | 1 | 2 | 3 | 4 | 5

export const grades: readonly Grade[] = [0, 1, 2, 3, 4, 5]

/** What somebody can do: grades by skill. Skills they do not have are not in it. */
export type Grades = ReadonlyMap<number, Grade>

/** What a ticket of a channel takes of a person, in places; `idle_after` in seconds, null: never silent. */
export interface Weight {
  channel: string
  weight: number
  idle_after: number | null
  idle_weight: number
  wrap_up: number
  /** Both are there at once, so it can be written up afterwards. */
  talk: boolean
}

export interface Weights {
  /** How many places a new colleague has. */
  capacity: number
  weights: Weight[]
}
