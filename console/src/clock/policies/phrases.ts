import type { Say, Word } from '@/app/words'
import { unitsOf } from '@/clock/policies/duration'
import { familyOf, type Condition, type PolicyBody, type Rung, type Target } from '@/clock/policies/model'

/** What a sentence about a policy needs to know: the language, and the names that this workspace gives things. */
export interface Tongue {
  say: Say
  /** "A, B or C" */
  anyOf: (names: readonly string[]) => string
  /** "A, B and C" */
  allOf: (names: readonly string[]) => string
  /** The word for a value that the console may not know yet. */
  term: (family: string, value: string) => string
  /** The workspace's own name of a value of a trait. */
  named: (trait: string, value: string) => string
  calendar: (id: number) => string
  person: (id: number) => string
}

export function lengthOf({ say }: Tongue, seconds: number): string {
  return unitsOf(seconds).map(([unit, n]) => say(`policies.unit.${unit}`, { n })).join(' ')
}

/** Sooner than rounding it up: 0.805 is 80.5 %. */
export const percent = (share: number): string => String(Math.round(share * 1000) / 10)

function traitOf({ say, term }: Tongue, trait: string): string {
  return familyOf(trait) === 'field' ? say('policies.said.field', { name: trait.slice('field.'.length) }) : term('policies.traitSaid', trait)
}

/** "the level is Urgent or Important" */
export function conditionSaid(tongue: Tongue, { trait, among, unless }: Condition): string {
  const { say, anyOf, named } = tongue
  const values = among.length > 0 ? anyOf(among.map((value) => named(trait, value))) : say('policies.said.blank')
  if (trait === 'text') return say(unless ? 'policies.said.saysNot' : 'policies.said.says', { values: among.length > 0 ? anyOf(among.map((word) => say('policies.said.quoted', { word }))) : values })
  return say(unless ? 'policies.said.isNot' : 'policies.said.is', { trait: traitOf(tongue, trait), values })
}

export function conditionsSaid(tongue: Tongue, conditions: readonly Condition[]): string {
  return conditions.map((condition) => conditionSaid(tongue, condition)).join(tongue.say('policies.said.and'))
}

/** For which tickets a policy is. */
export function whoSaid(tongue: Tongue, { always, condition }: Pick<PolicyBody, 'always' | 'condition'>): string {
  const { say } = tongue
  if (always) return say('policies.said.every')
  return condition.length === 0 ? say('policies.said.none') : say('policies.said.those', { conditions: conditionsSaid(tongue, condition) })
}

/** "First reply within 30 min of working time, when the channel is Phone" */
export function targetSaid(tongue: Tongue, { kind, seconds, hours, when }: Pick<Target, 'kind' | 'seconds' | 'hours' | 'when'>): string {
  const { say, term } = tongue
  const time = say(hours === 'business' ? 'policies.said.working' : 'policies.said.around', { time: lengthOf(tongue, seconds) })
  const promise = say(kind === 'update' ? 'policies.said.again' : 'policies.said.within', { kind: term('clock.kind', kind), time })
  return when.length === 0 ? promise : say('policies.said.when', { promise, conditions: conditionsSaid(tongue, when) })
}

/** When a target warns and when its clock stands still, in whole sentences; what it does not do is not said. */
export function targetDetails(tongue: Tongue, { warn, warn_before, paused_in, calendar }: Target): string[] {
  const { say, term, allOf } = tongue
  const warnings = [
    ...warn.map((share) => say('policies.said.used', { percent: percent(share) })),
    ...warn_before.map((seconds) => say('policies.said.before', { time: lengthOf(tongue, seconds) })),
  ]
  return [
    ...(calendar === null ? [] : [say('policies.said.calendar', { name: tongue.calendar(calendar) })]),
    ...(warnings.length > 0 ? [say('policies.said.warns', { when: allOf(warnings) })] : []),
    ...(paused_in.length > 0 ? [say('policies.said.pauses', { states: tongue.anyOf(paused_in.map((state) => term('tickets.state', state))) })] : []),
  ]
}

function momentSaid(tongue: Tongue, { moment, share, seconds }: Rung): string {
  const { say } = tongue
  if (moment === 'before' && share !== null) return say('policies.said.whenUsed', { percent: percent(share) })
  const word: Record<string, Word> = {
    before: 'policies.said.whenBefore', at: 'policies.said.whenAt', after: 'policies.said.whenAfter', unopened: 'policies.said.whenUnopened',
  }
  const known = word[moment]
  return known ? say(known, { time: lengthOf(tongue, seconds) }) : moment
}

/** `owner`, `person:12`, `on_shift:supervisor` as a person would call them. */
export function recipientSaid({ say, term, person }: Tongue, recipient: string): string {
  const [family = '', which = ''] = recipient.split(':')
  if (family === 'person') return person(Number(which))
  if (family === 'on_shift') return say('policies.said.onShift', { role: term('identity.role', which) })
  return term('policies.recipient', recipient)
}

/** "When 80 % of the time is used: tell the owner on the screen." */
export function rungSaid(tongue: Tongue, rung: Rung): string {
  const { say, term, allOf } = tongue
  const who = rung.to.length > 0 ? allOf(rung.to.map((recipient) => recipientSaid(tongue, recipient))) : say('policies.said.blank')
  const how = rung.by.length > 0 ? allOf(rung.by.map((medium) => term('policies.medium', medium))) : say('policies.said.blank')
  const parts = [say('policies.said.tell', { when: momentSaid(tongue, rung), who, how })]
  if (rung.kinds.length > 0) parts.push(say('policies.said.only', { kinds: tongue.anyOf(rung.kinds.map((kind) => term('clock.kind', kind))) }))
  if (rung.every !== null) parts.push(say('policies.said.repeats', { time: lengthOf(tongue, rung.every), n: rung.times }))
  return parts.join(say('policies.said.pause'))
}
