import { expect, test } from 'vitest'

import { blank, bodyOf, draftOf, newNeed, setRequired } from '@/dispatch/routing/draft'
import type { RuleBody } from '@/dispatch/routing/model'

const refunds: RuleBody = {
  name: 'Refunds', always: false, active: true, team: 4, language: 'required', level: 'urgent', complexity: null,
  condition: [{ trait: 'text', among: ['退款', 'refund'], unless: false }],
  needs: [{ skill: 7, grade: 2, required: false, drop_after: 600 }],
}

test('a rule that is opened and saved untouched is the same rule', () => {
  expect(bodyOf(draftOf(refunds))).toEqual(refunds)
})

test('editing a draft leaves the rule alone', () => {
  draftOf(refunds).condition[0]?.among.push('money back')
  expect(refunds.condition[0]?.among).toEqual(['退款', 'refund'])
})

test('a rule for every ticket is sent without conditions', () => {
  expect(bodyOf({ ...draftOf(refunds), always: true }).condition).toEqual([])
})

test('what is required is never let go, what is wished is after a while', () => {
  const need = draftOf(refunds).needs[0]
  if (!need) throw new Error('there is one')
  setRequired(need, true)
  expect([need.required, need.drop_after]).toEqual([true, null])
  setRequired(need, false)
  expect(need.drop_after).toBe(600)
})

test('the next skill is one that is not asked for yet', () => {
  expect(newNeed([{ id: 7 }, { id: 8 }], refunds.needs)?.skill).toBe(8)
  expect(newNeed([{ id: 7 }], refunds.needs)).toBeNull()
})

test('a new rule asks for a condition and changes nothing by itself', () => {
  expect(bodyOf(blank())).toMatchObject({ condition: [{ trait: 'type', among: [] }], team: null, needs: [], level: null })
})
