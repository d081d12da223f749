import type { components } from '@/api/schema'

type Measures = components['schemas']['MeasuresView']
type Amount = components['schemas']['AmountView']
type Party = components['schemas']['Party']

export interface Row extends Amount {
  /** What it is, to be said: a state, a wait, a promise. */
  what: string
  /** Whose time it is; nothing where it is nobody's. */
  whose: Party | null
}

export interface Group {
  about: 'took' | 'state' | 'owner' | 'team' | 'wait'
  rows: Row[]
}

const row = (what: string, amount: Amount | null, whose: Party | null = null): Row[] =>
  amount === null ? [] : [{ what, whose, seconds: amount.seconds, business_seconds: amount.business_seconds }]

const some = (rows: Row[]): Row[] => rows.filter(({ seconds }) => seconds >= 1)

/** What a ticket's time comes to, the longest waits first. Nothing under a second, and no group that has nothing to say. */
export function groupsOf(measures: Measures): Group[] {
  const { first_response: reply, first_resolution_time: first, total_resolution_time: total, reopen_count: reopened } = measures
  const groups: Group[] = [
    { about: 'took', rows: [...(reply?.answered ? row('first_response', reply) : []), ...row('first_resolution', first), ...(reopened > 0 ? row('total_resolution', total) : [])] },
    { about: 'wait', rows: some(Object.entries(measures.waited_for).flatMap(([what, amount]) => row(what, amount))).toSorted((a, b) => b.seconds - a.seconds) },
    { about: 'state', rows: some(measures.states.flatMap((one) => row(one.state, one))) },
    { about: 'owner', rows: some(measures.owners.flatMap((one) => row('owner', one, one.owner))) },
    { about: 'team', rows: some(measures.teams.flatMap((one) => row('team', one, one.team))) },
  ]
  return groups.filter(({ rows }) => rows.length > 0)
}
