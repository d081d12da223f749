/** Which lines of a long list of equal lines are drawn. */
export interface Window {
  first: number
  /** One past the last. */
  end: number
}

/** The lines in view and some beyond, so that quick scrolling shows no blanks. */
export function windowOf(scrolled: number, height: number, line: number, count: number, beyond = 8): Window {
  const first = Math.max(0, Math.floor(scrolled / line) - beyond)
  const end = Math.min(count, Math.ceil((scrolled + height) / line) + beyond)
  return { first: Math.min(first, end), end }
}

/** Where to scroll so that a line is wholly in view; null when it is. */
export function reveal(index: number, scrolled: number, height: number, line: number): number | null {
  const top = index * line
  if (top < scrolled) return top
  if (top + line > scrolled + height) return top + line - height
  return null
}

/**
 * Where to scroll so that the reader stays on the same line though lines came or went above it.
 * At the very top nothing is held: there one wants to see what is new.
 */
export function anchored<Id>(before: readonly Id[], after: readonly Id[], scrolled: number, line: number): number {
  if (scrolled <= 0) return 0
  const places = new Map(after.map((id, index) => [id, index]))
  for (let index = Math.floor(scrolled / line); index < before.length; index += 1) {
    const id = before[index]
    const place = id === undefined ? undefined : places.get(id)
    if (place !== undefined) return Math.max(0, scrolled + (place - index) * line)
  }
  return scrolled
}
