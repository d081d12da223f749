import type { RoutingRule, RoutingRuleGiven } from '@/api/shapes'

/** A rule as it is sent to the desk and comes back, apart from what the desk adds: id, version, place. */
export type RuleBody = RoutingRuleGiven
export type Need = RuleBody['needs'][number]
/** What follows for a ticket that a rule is for. */
export type Effect = Pick<RuleBody, 'language' | 'level' | 'complexity'> & { team: string | null; needs: readonly (Need & { name: string | null })[] }

export const languageNeeds = ['required', 'wished', 'ignored'] as const

export const effectOf = (rule: RoutingRule): Effect => ({ ...rule, team: rule.team === null ? null : (rule.team_name ?? `#${rule.team}`) })
