import { expect, test } from 'vitest'

import { blank, bodyOf, draftOf, newRung, newTarget, setMoment, turnInto, usualLadder } from '@/clock/policies/draft'
import type { PolicyBody } from '@/clock/policies/model'

const urgent: PolicyBody = {
  name: 'Urgent', always: false, active: true, calendar: 4, note_answers: true,
  condition: [{ trait: 'level', among: ['urgent'], unless: false }],
  targets: [{
    kind: 'resolution', seconds: 7200, hours: 'business', calendar: null, when: [{ trait: 'tag', among: ['wire'], unless: true }],
    warn: [0.5, 0.8], warn_before: [600], paused_in: ['pending'],
  }],
  ladder: [{ moment: 'at', share: null, seconds: 0, kinds: [], to: ['owner'], by: ['screen'], every: 600, times: 3 }],
}

test('a policy that is opened and saved untouched is the same policy', () => {
  expect(bodyOf(draftOf(urgent))).toEqual(urgent)
})

test('editing a draft leaves the policy alone', () => {
  const draft = draftOf(urgent)
  draft.targets[0]?.when[0]?.among.push('bank')
  expect(urgent.targets[0]?.when[0]?.among).toEqual(['wire'])
})

test('a policy for every ticket is sent without conditions', () => {
  expect(bodyOf({ ...draftOf(urgent), always: true }).condition).toEqual([])
})

test('around the clock there is no calendar', () => {
  const draft = draftOf(urgent)
  Object.assign(draft.targets[0] ?? {}, { hours: 'calendar', calendar: 4 })
  expect(bodyOf(draft).targets[0]?.calendar).toBeNull()
})

test('warnings are sent once each, in the order in which they come', () => {
  const draft = draftOf(urgent)
  Object.assign(draft.targets[0] ?? {}, { warn: [0.9, 0.5, 0.9], warn_before: [600, 3600] })
  expect(bodyOf(draft).targets[0]).toMatchObject({ warn: [0.5, 0.9], warn_before: [3600, 600] })
})

test('a new policy asks for a condition and already promises something', () => {
  const body = bodyOf(blank())
  expect(body.condition).toEqual([{ trait: 'level', among: [], unless: false }])
  expect(body.targets.map(({ kind }) => kind)).toEqual(['first_response', 'resolution'])
  expect(body.targets[1]?.paused_in).toEqual(['pending', 'on_hold'])
})

test('the next promise is of a kind that is not promised yet', () => {
  expect(newTarget([{ kind: 'first_response' }]).kind).toBe('next_response')
})

test('a promise that becomes another takes its usual time, but not over somebody’s own', () => {
  const target = newTarget([], 'first_response')
  turnInto(target, 'resolution')
  expect([target.seconds, target.paused_in]).toEqual([86_400, ['pending', 'on_hold']])
  target.seconds = 100
  turnInto(target, 'dispatch')
  expect(target.seconds).toBe(100)
})

test('a step at the due instant has no length and no share', () => {
  const [step = newRung([])] = usualLadder()
  setMoment(step, 'at')
  expect([step.share, step.seconds]).toEqual([null, 0])
  setMoment(step, 'unopened')
  expect(step.seconds).toBe(600)
  setMoment(step, 'before')
  expect([step.share, step.seconds]).toEqual([0.8, 0])
})

test('a step before the due instant cannot repeat', () => {
  const step = draftOf(urgent).ladder[0]
  if (step) setMoment(step, 'before')
  expect([step?.every, step?.times]).toEqual([null, 1])
})

test('steps are offered from the owner upwards', () => {
  const ladder = [newRung([])]
  while (ladder.length < 4) ladder.push(newRung(ladder))
  expect(ladder.map(({ to }) => to.at(-1))).toEqual(['owner', 'lead', 'supervisors', 'managers'])
})
