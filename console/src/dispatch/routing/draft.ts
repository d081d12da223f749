import { keyed, newCondition, type ConditionRow, type Row } from '@/clock/policies/draft'
import type { Need, RuleBody } from '@/dispatch/routing/model'

export type NeedRow = Row<Need>

export interface Draft extends Omit<RuleBody, 'condition' | 'needs'> {
  condition: ConditionRow[]
  needs: NeedRow[]
}

/** The first skill that is not asked for yet, at the lowest grade. */
export function newNeed(skills: readonly { id: number }[], there: readonly Need[]): NeedRow | null {
  const skill = skills.find(({ id }) => there.every((need) => need.skill !== id))
  return skill ? keyed({ skill: skill.id, grade: 1, required: true, drop_after: null }) : null
}

/** A need that is required is never let go; one that becomes a wish is, after a while. */
export function setRequired(need: NeedRow, required: boolean): void {
  need.required = required
  need.drop_after = required ? null : (need.drop_after ?? 10 * 60)
}

export const blank = (): Draft => ({
  name: '', always: false, active: true, condition: [newCondition('type')], team: null, needs: [], language: 'wished', level: null, complexity: null,
})

export function draftOf(rule: RuleBody): Draft {
  const { name, always, active, team, language, level, complexity, condition, needs } = structuredClone(rule)
  return {
    name, always, active, team, language, level, complexity,
    condition: condition.map(keyed),
    needs: needs.map(({ skill, grade, required, drop_after }) => keyed({ skill, grade, required, drop_after })),
  }
}

/** What is sent. A rule for every ticket has no conditions, whatever was written before that was chosen. */
export function bodyOf({ name, always, active, team, language, level, complexity, condition, needs }: Draft): RuleBody {
  return {
    name: name.trim(), always, active, team, language, level, complexity,
    condition: always ? [] : condition.map(({ trait, among, unless }) => ({ trait, among: [...among], unless })),
    needs: needs.map(({ skill, grade, required, drop_after }) => ({ skill, grade, required, drop_after: required ? null : drop_after })),
  }
}
