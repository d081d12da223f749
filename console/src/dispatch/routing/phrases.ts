import type { RoutingRule } from '@/api/shapes'
import type { Word } from '@/app/words'
import { lengthOf, type Tongue } from '@/clock/policies/phrases'
import type { Effect } from '@/dispatch/routing/model'

/** "Refund ≥ 2", and of what is only wished when it is let go: "Refund ≥ 2 (let go after 10 min)" */
export function needSaid(tongue: Tongue, { name, skill, grade, required, drop_after }: Effect['needs'][number]): string {
  const { say } = tongue
  const what = say('routing.said.skill', { name: name ?? say('routing.said.goneSkill', { id: skill }), grade })
  if (required) return what
  return drop_after === null ? say('routing.said.untilNobody', { what }) : say('routing.said.untilWaited', { what, time: lengthOf(tongue, drop_after) })
}

/** What follows for the ticket, a sentence each. One that nothing follows from says so. */
export function effectSaid(tongue: Tongue, { team, needs, language, level, complexity }: Effect): string[] {
  const { say, term, allOf } = tongue
  const parts = [team === null ? say('routing.said.byType') : say('routing.said.team', { team })]
  const said = (must: boolean): string[] => needs.filter(({ required }) => required === must).map((need) => needSaid(tongue, need))
  if (said(true).length > 0) parts.push(say('routing.said.needs', { needs: allOf(said(true)) }))
  if (said(false).length > 0) parts.push(say('routing.said.wishes', { needs: allOf(said(false)) }))
  if (language !== 'wished') parts.push(term('routing.said.language', language))
  if (level !== null) parts.push(say('routing.said.level', { level: term('tickets.level', level) }))
  if (complexity !== null) parts.push(say('routing.said.complexity', { complexity: term('policies.complexity', complexity) }))
  return parts
}

const problems: Record<string, Word> = {
  never: 'routing.problem.never', hidden: 'routing.problem.hidden', covered: 'routing.problem.covered',
  gone: 'routing.problem.gone', nobody: 'routing.problem.nobody', empty: 'routing.problem.empty',
}

/** Why the rule will not do what it says. */
export function problemSaid({ say, term, named }: Tongue, { why, rule, trait, value, grade }: RoutingRule['problems'][number]): string {
  return say(problems[why] ?? 'routing.problem.other', {
    rule: rule?.name ?? '',
    trait: trait === null ? '' : term(trait === 'skill' ? 'routing' : 'policies.trait', trait),
    value: trait === null || value === null ? (value ?? '') : named(trait, value),
    grade: grade ?? 1,
  })
}
