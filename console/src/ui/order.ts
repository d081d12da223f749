/** The list with one thing taken out at a place and put in at another; beyond the ends is the end. */
export function moved<Thing>(list: readonly Thing[], from: number, to: number): Thing[] {
  const rest = [...list]
  const [thing] = rest.splice(from, 1)
  if (thing === undefined) return rest
  rest.splice(Math.min(Math.max(to, 0), rest.length), 0, thing)
  return rest
}

export function sameOrder(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at])
}
