import type { TicketDescribed } from '@/api/shapes'
import { instantOf } from '@/clock/zoned'

/** A ticket as the tester's form holds it: what is blank is not set. */
export interface Form {
  level: string
  tier: string
  channel: string
  type: string
  team: string
  /** Null is anybody. */
  customer: number | null
  complexity: string
  language: string
  tags: string[]
  fields: { name: string; value: string }[]
  /** As a clock on the wall shows it; blank is now. */
  at: string
}

export const plain: Form = { level: 'normal', tier: 'regular', channel: 'email', type: '', team: '', customer: null, complexity: '', language: '', tags: [], fields: [], at: '' }

/** The same as it is sent. A field without a name is not there yet. */
export function describe({ team, customer, tags, fields, at, ...rest }: Form, zone: string | undefined): TicketDescribed {
  const { type, complexity, language, ...named } = rest
  return {
    ...named,
    type: type || null,
    complexity: complexity || null,
    language: language || null,
    team: team ? Number(team) : null,
    customer_id: customer,
    tags: [...tags],
    fields: Object.fromEntries(fields.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])),
    at: at ? new Date(instantOf(at, zone)).toISOString() : null,
  }
}
