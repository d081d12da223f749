import type { RequestDescribed } from '@/api/shapes'
import { instantOf } from '@/clock/zoned'

/** A request as the tester's form holds it: what is blank is not set. */
export interface Form {
  text: string
  level: string
  tier: string
  channel: string
  type: string
  complexity: string
  language: string
  mood: string
  history: string[]
  tags: string[]
  fields: { name: string; value: string }[]
  /** As a clock on the wall shows it; blank is now. */
  at: string
}

export const plain: Form = { text: '', level: 'normal', tier: 'regular', channel: 'email', type: '', complexity: '', language: '', mood: '', history: [], tags: [], fields: [], at: '' }

/** The same as it is sent. A field without a name is not there yet; of somebody of whom nothing is known it is their first time. */
export function describe({ type, complexity, language, mood, history, tags, fields, at, ...rest }: Form, zone: string | undefined): RequestDescribed {
  return {
    ...rest,
    type: type || null,
    complexity: complexity || null,
    language: language || null,
    mood: mood || null,
    history: history.length > 0 ? [...history] : ['new'],
    tags: [...tags],
    fields: Object.fromEntries(fields.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])),
    at: at ? new Date(instantOf(at, zone)).toISOString() : null,
  }
}
