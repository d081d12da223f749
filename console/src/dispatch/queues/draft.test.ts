import { expect, test } from 'vitest'

import { addStep, faultOf, settleScope, toDraft, toSettings, WHOLE } from '@/dispatch/queues/draft'

const settings = {
  strategy: 'index', mode: 'offer', offer_seconds: 20, grace_off_shift: 300, grace_away: 600, auto_peak: false, peak_widens: true,
  overflow: [{ after: 300, team_ids: [7, 8] }, { after: 600, team_ids: [] }],
}

test('settings come back as they were', () => {
  expect(toSettings(toDraft(settings))).toEqual(settings)
})

test('steps are sent in the order in which they come about', () => {
  const draft = toDraft(settings)
  draft.steps.reverse()
  expect(toSettings(draft).overflow.map(({ after }) => after)).toEqual([300, 600])
})

test('the whole desk and single teams exclude each other', () => {
  expect(settleScope(['7'], ['7', WHOLE])).toEqual([WHOLE])
  expect(settleScope([WHOLE], [WHOLE, '7'])).toEqual(['7'])
  expect(settleScope([WHOLE], [])).toEqual([])
  expect(settleScope(['7'], ['7', '8'])).toEqual(['7', '8'])
})

test('a new step comes five minutes after the last', () => {
  expect(addStep([]).map(({ after }) => after)).toEqual([300])
  expect(addStep(toDraft(settings).steps).at(-1)).toEqual({ after: 900, scope: [WHOLE] })
})

test('a step at once, to nobody, or at the same time as another is wrong', () => {
  const steps = [{ after: 0, scope: [WHOLE] }, { after: 60, scope: [] }, { after: 120, scope: ['7'] }, { after: 120, scope: ['8'] }]
  expect(steps.map((_, index) => faultOf(steps, index))).toEqual(['never', 'nobody', null, 'twice'])
})
