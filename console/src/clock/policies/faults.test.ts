import { expect, test } from 'vitest'

import { Problem } from '@/api/problem'
import { faultsOf } from '@/clock/policies/faults'

const shown = (...paths: string[]): unknown =>
  [...(faultsOf(new Problem({ title: 'Invalid', status: 422, errors: paths.map((path) => ({ path, message: `wrong: ${path}` })) })) as Problem).fields.keys()]

test('a fault of one value is a fault of its list', () => {
  expect(shown('condition.0.among.2', 'ladder.1.to.0', 'targets.0.warn_before.1')).toEqual(['condition.0.among', 'ladder.1.to', 'targets.0.warn_before'])
})

test('what a preview finds wrong stands beside the same fields', () => {
  expect(shown('policy.name', 'policy.targets.0.when.1.among.0')).toEqual(['name', 'targets.0.when.1.among'])
})

test('of two faults of one field the first is told', () => {
  const faults = faultsOf(new Problem({ title: 'Invalid', status: 422, errors: [{ path: 'ladder.0.to.0', message: 'one' }, { path: 'ladder.0.to.1', message: 'two' }] })) as Problem
  expect([...faults.fields]).toEqual([['ladder.0.to', 'one']])
})

test('other failures pass as they are', () => {
  const away = new Error('away')
  expect(faultsOf(away)).toBe(away)
})
