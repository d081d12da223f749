import { expect, test } from 'vitest'

import { after, before, slugOf } from '@/identity/setup/steps'

test('the steps lead to the test ticket, and nobody goes back to making the workspace', () => {
  expect([after('workspace'), after('hours'), after('test')]).toEqual(['place', 'test', null])
  expect([before('test'), before('place'), before('workspace')]).toEqual(['hours', null, null])
})

test('a short name has plain letters, digits and dashes', () => {
  expect(slugOf('Acme Support!')).toBe('acme-support')
  expect(slugOf('  Café  Zürich 24 ')).toBe('cafe-zurich-24')
  expect(slugOf('x'.repeat(60))).toHaveLength(39)
})

test('a name without such letters suggests none, and one letter is too short', () => {
  expect(slugOf('星辰客服中心')).toBe('')
  expect(slugOf('A!')).toBe('')
})
