import { expect, test } from 'vitest'

import type { Policy } from '@/api/shapes'
import { glance, promised } from '@/clock/policies/glance'
import type { Target } from '@/clock/policies/model'
import { usersOf } from '@/clock/policies/usersOf'

const target = (kind: string, seconds: number, when: Target['when'] = []): Target =>
  ({ kind, seconds, hours: 'business', calendar: null, when, warn: [0.8], warn_before: [], paused_in: [] })
const office = { id: 7, name: 'Office' }
const policy = (name: string, condition: Policy['condition'], targets: Target[], more: Partial<Policy> = {}): Policy => ({
  id: 1, name, version: 1, position: 0, active: true, always: false, condition, calendar: null, note_answers: false, ladder: [],
  targets: targets.map((each) => ({ ...each, runs_on: office })), problems: [], summary_zh: [], summary_en: [], saved_at: '2026-03-02T02:00:00Z', saved_by: null, ...more,
})

const byPhone = [{ trait: 'channel', among: ['phone'], unless: false }]
const isUrgent = [{ trait: 'level', among: ['urgent'], unless: false }]
const complex = [{ trait: 'complexity', among: ['complex'], unless: false }]
const urgent = policy('urgent', isUrgent, [
  target('first_response', 300, byPhone), target('first_response', 600), target('resolution', 28_800, complex), target('resolution', 7200),
])

test('the table shows what the phone and the other channels are promised', () => {
  const [row] = glance(['urgent'], [urgent])
  expect([row?.phone?.seconds, row?.online?.seconds, row?.solved?.seconds, row?.complex?.seconds]).toEqual([300, 600, 7200, 28_800])
})

test('a level that no policy mentions is promised nothing', () => {
  expect(glance(['normal'], [urgent])[0]?.online).toBeUndefined()
})

test('the first policy that fits counts, and one that is switched off never does', () => {
  const later = policy('later', isUrgent, [target('first_response', 60)])
  expect(promised('first_response', { level: 'urgent' }, [urgent, later])?.seconds).toBe(600)
  expect(promised('first_response', { level: 'urgent' }, [{ ...urgent, active: false }, later])?.seconds).toBe(60)
})

test('a policy without conditions matches nothing unless it says that it is for all', () => {
  const blank = policy('blank', [], [target('first_response', 60)])
  expect(promised('first_response', { level: 'normal' }, [blank])).toBeUndefined()
  expect(promised('first_response', { level: 'normal' }, [{ ...blank, always: true }])?.seconds).toBe(60)
})

test('a condition that asks for none of its values is met by a ticket that has none', () => {
  const notByPhone = policy('written', [{ trait: 'channel', among: ['phone'], unless: true }], [target('first_response', 60)])
  expect(promised('first_response', { channel: 'phone' }, [notByPhone])).toBeUndefined()
  expect(promised('first_response', { channel: 'chat' }, [notByPhone])?.seconds).toBe(60)
  expect(promised('first_response', {}, [notByPhone])?.seconds).toBe(60)
})

test('a calendar is used by the policies that count on it', () => {
  expect(usersOf(7, [urgent])).toEqual(['urgent'])
  expect(usersOf(8, [urgent])).toEqual([])
})
