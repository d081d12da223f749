/** A stretch of a text and what it is marked as. Positions count characters as people see them, not halves of them. */
export interface Mark {
  start: number
  end: number
  as: string
}

export interface Piece {
  text: string
  as: string[]
}

/** The text cut where marks begin and end, each piece with all that mark it. */
export function piecesOf(text: string, marks: readonly Mark[]): Piece[] {
  const letters = Array.from(text)
  const cuts = [...new Set([0, letters.length, ...marks.flatMap(({ start, end }) => [start, end])])]
    .filter((at) => at >= 0 && at <= letters.length)
    .toSorted((a, b) => a - b)
  return cuts.slice(1).map((end, n) => {
    const start = cuts[n] ?? 0
    const over = marks.filter((mark) => mark.start <= start && mark.end >= end && mark.start < mark.end)
    return { text: letters.slice(start, end).join(''), as: [...new Set(over.map((mark) => mark.as))] }
  })
}
