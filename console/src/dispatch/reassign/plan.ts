import type { Move } from '@/api/shapes'

/** How many tickets each would be given, the most first; those that nobody can take under null. */
export function shares(moves: readonly Pick<Move, 'to'>[]): { to: Move['to']; n: number }[] {
  const found = new Map<number | null, { to: Move['to']; n: number }>()
  for (const { to } of moves) {
    const key = to?.id ?? null
    const known = found.get(key)
    if (known) known.n += 1
    else found.set(key, { to, n: 1 })
  }
  return [...found.values()].toSorted((a, b) => Number(b.to !== null) - Number(a.to !== null) || b.n - a.n)
}

/** The plan with one ticket left out, or put in again. */
export function toggled(left: ReadonlySet<number>, ticket: number): Set<number> {
  const out = new Set(left)
  if (!out.delete(ticket)) out.add(ticket)
  return out
}
