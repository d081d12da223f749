import type { Considered } from '@/api/shapes'

type Merit = Pick<Considered['merits'][number], 'why' | 'value'>

/** How a merit is told: by a word of `dispatch.merit`, with a number or an instant in it. */
export interface Telling {
  word: string
  n?: number
  at?: string
}

/** What speaks for somebody, in the order in which it counted; what says nothing to a person is left out. */
export function tellings({ merits }: { merits: readonly Merit[] }): Telling[] {
  return merits.map(telling).filter((told) => told !== null)
}

function telling({ why, value }: Merit): Telling | null {
  if (why === 'previous') return value === 0 ? { word: 'previous' } : null
  if (why === 'wished') return value > 0 ? { word: 'lacks', n: value } : null
  if (why === 'lightest') return { word: 'lightest', n: Math.round(value * 100) }
  if (why === 'idle') return { word: 'idle', at: new Date(value * 1000).toISOString() }
  if (why === 'fewest_skills') return { word: 'skills', n: value }
  if (why === 'expert' || why === 'newcomer') return { word: 'grade', n: Math.round(Math.abs(value) * 10) / 10 }
  return null
}

/** The chosen one, then the others who could, the better placed in front, then those who could not, as they were told. */
export function ranked<Some extends { agent: { id: number }; eligible: boolean; merits: readonly Merit[] }>(considered: readonly Some[], chosen: number | null): Some[] {
  const place = ({ agent, eligible }: Some): number => (agent.id === chosen ? 0 : eligible ? 1 : 2)
  return considered.toSorted((a, b) => place(a) - place(b) || compare(a.merits, b.merits))
}

function compare(a: readonly Merit[], b: readonly Merit[]): number {
  for (const [index, merit] of a.entries()) {
    const difference = merit.value - (b[index]?.value ?? merit.value)
    if (difference !== 0) return difference
  }
  return 0
}
