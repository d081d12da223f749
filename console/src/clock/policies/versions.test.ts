import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'

import english from '@/app/words/en'
import type { PolicyBody, Rung, Target } from '@/clock/policies/model'
import type { Tongue } from '@/clock/policies/phrases'
import { changesSaid } from '@/clock/policies/versions'

const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: english } as never })
const { t: translate } = i18n.global as unknown as { t: (word: string, values?: object) => string }
const tongue: Tongue = {
  say: (word, values = {}) => translate(word, values), anyOf: (names) => names.join(' or '), allOf: (names) => names.join(' and '),
  term: (family, value) => translate(`${family}.${value}`), named: (_, value) => value,
  calendar: (id) => `calendar ${id}`, person: (id) => `person ${id}`,
}

const reply: Target = { kind: 'first_response', seconds: 1800, hours: 'business', calendar: null, when: [], warn: [0.8], warn_before: [], paused_in: [] }
const byPhone: Target = { ...reply, seconds: 300, when: [{ trait: 'channel', among: ['phone'], unless: false }] }
const solved: Target = { ...reply, kind: 'resolution', seconds: 86_400 }
const step: Rung = { moment: 'at', share: null, seconds: 0, kinds: [], to: ['owner'], by: ['screen'], every: null, times: 1 }
const policy: PolicyBody = {
  name: 'Urgent', always: false, active: true, calendar: null, note_answers: false,
  condition: [{ trait: 'level', among: ['urgent'], unless: false }], targets: [byPhone, reply], ladder: [step],
}
const said = (change: Partial<PolicyBody>): string[] => changesSaid(tongue, policy, { ...policy, ...change })

test('versions that say the same differ in nothing', () => {
  expect(said({})).toEqual([])
})

test('a new name, calendar and condition are told with what they were', () => {
  expect(said({ name: 'Very urgent', calendar: 7, condition: [{ trait: 'level', among: ['urgent', 'important'], unless: false }] })).toEqual([
    'Renamed from “Urgent” to “Very urgent”',
    'Which tickets: For tickets where the level is urgent → For tickets where the level is urgent or important',
    'Calendar: none of its own → calendar 7',
  ])
})

test('a promise with another time is changed, not removed and added', () => {
  const [change, ...more] = said({ targets: [byPhone, { ...reply, seconds: 3600 }] })
  expect(change).toContain('within 30 min of working time')
  expect(change).toContain('→ First reply within 1 h of working time')
  expect(more).toEqual([])
})

test('a warning that was added is told with its promise', () => {
  expect(said({ targets: [byPhone, { ...reply, warn_before: [300] }] })).toEqual([
    'First reply within 30 min of working time: Warns when 80 % of the time is used. → Warns when 80 % of the time is used and 5 min before it is due.',
  ])
  expect(said({ targets: [byPhone, { ...reply, warn: [] }] })[0]).toMatch(/→ no warning, no pause$/)
})

test('promises come, go and change places', () => {
  expect(said({ targets: [byPhone, reply, solved] })).toEqual(['New promise: Resolution within 24 h of working time'])
  expect(said({ targets: [reply] })[0]).toMatch(/^No longer promised: First reply within 5 min/)
  expect(said({ targets: [reply, byPhone] })).toEqual(['Promises stand in another order'])
})

test('steps come and go, and so does what counts as an answer', () => {
  expect(said({ ladder: [{ ...step, by: ['email'] }], note_answers: true, active: false })).toEqual([
    'Switched off',
    'A note that the customer can see now counts as an answer',
    'New step: The moment it becomes late, tell the owner by e-mail',
    'Step removed: The moment it becomes late, tell the owner on the screen',
  ])
})
