import { expect, test } from 'vitest'

import { daysIn } from '@/clock/explain/days'
import { lineOf, type Line, type Speech, type Step } from '@/clock/explain/line'

/** Says which text with what in it, so that a test reads what a person would be told. */
const speech: Speech = {
  say: (word, values = {}) => [word.replace('explain.', ''), ...Object.values(values).map(String)].join(' '),
  among: (family, value) => `${family.replace('explain.', '')}.${value}`,
  span: (seconds) => `${seconds / 60}min`,
  days: daysIn('Asia/Shanghai', 'en'),
  kind: (kind) => kind.toUpperCase(),
  because: (pairs) => pairs.map((pair) => pair.join('=')).join('&'),
  left: '3 h',
}
const told = (step: string, params: Step['params'] = {}, at = '2026-03-06T09:30:00Z'): Line | null => lineOf({ step, at, params }, 'resolution', speech)

test('a day is told with its hours, in the zone of the calendar', () => {
  const line = told('worked', { date: '2026-03-06', stretches: [['2026-03-06T09:30:00Z', '2026-03-06T10:00:00Z']], seconds: 1800, spent: 1800, special: false, name: null })
  expect(line).toEqual({ mood: 'run', text: 'step.worked Fri, Mar 6 17:30–18:00', more: '', spent: 1800 })
})

test('the end of a day is called 24:00', () => {
  expect(told('worked', { date: '2026-03-06', stretches: [['2026-03-06T09:30:00Z', '2026-03-06T16:00:00Z']], seconds: 1, spent: 1 })?.text).toContain('17:30–24:00')
})

test('a make-up day says that it is one', () => {
  expect(told('worked', { date: '2026-02-28', stretches: [], special: true, name: null })?.more).toBe('step.special')
  expect(told('worked', { date: '2026-02-28', stretches: [], special: true, name: '调休' })?.more).toBe('调休')
})

test('holidays are called by their names', () => {
  expect(told('holiday', { from: '2026-10-01', to: '2026-10-07', name: '国庆节' })?.more).toBe('step.holiday 国庆节')
  expect(told('holiday', { from: '2026-10-01', to: '2026-10-01', name: null })).toMatchObject({ text: 'Thu, Oct 1', more: 'step.holiday step.holidayUnnamed' })
})

test('a pause that lasts has no end', () => {
  expect(told('paused', { until: null, why: 'TicketHeld', reason: '等仓库' })).toMatchObject({ text: 'step.pausedNow Fri, Mar 6, 17:30', more: 'step.paused.TicketHeld step.reason 等仓库' })
})

test('around the clock no calendar is named', () => {
  expect(told('target', { seconds: 600, calendar: null })?.text).toMatch(/^step.targetAround/)
  expect(told('target', { seconds: 600, calendar: '客服' })?.text).toBe('step.target RESOLUTION 10min 客服')
})

test('what this console does not know is left out', () => {
  expect(told('rained')).toBeNull()
})
