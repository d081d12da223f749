import type { Condition, PolicyBody, Target } from '@/clock/policies/model'

type Policy = Pick<PolicyBody, 'active' | 'always' | 'condition' | 'targets'>

/** What a policy asks about; a trait that a ticket lacks is none of the values that a condition names. */
export type Traits = Readonly<Record<string, string>>

const meets = (traits: Traits, conditions: readonly Condition[]): boolean =>
  conditions.every(({ trait, among, unless }) => among.includes(traits[trait] ?? '') !== unless)

/** What the first policy that fits promises to such a ticket; the first target of the kind whose own condition is met. */
export function promised(kind: string, traits: Traits, policies: readonly Policy[]): Target | undefined {
  const policy = policies.find(({ active, always, condition }) => active && (always || condition.length > 0) && meets(traits, condition))
  return policy?.targets.find((target) => target.kind === kind && meets(traits, target.when))
}

export interface Row {
  level: string
  phone: Target | undefined
  online: Target | undefined
  solved: Target | undefined
  complex: Target | undefined
}

/** The response standard as a table: by level, for a regular customer; `chat` stands for all that is not the phone. */
export function glance(levels: readonly string[], policies: readonly Policy[]): Row[] {
  return levels.map((level) => {
    const online = { level, tier: 'regular', channel: 'chat' }
    return {
      level,
      phone: promised('first_response', { ...online, channel: 'phone' }, policies),
      online: promised('first_response', online, policies),
      solved: promised('resolution', online, policies),
      complex: promised('resolution', { ...online, complexity: 'complex' }, policies),
    }
  })
}
