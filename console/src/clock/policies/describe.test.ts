import { expect, test } from 'vitest'

import { describe, plain } from '@/clock/policies/describe'

test('what is left blank is not set', () => {
  expect(describe(plain, 'Asia/Shanghai')).toEqual({
    level: 'normal', tier: 'regular', channel: 'email', type: null, team: null, customer_id: null, complexity: null, language: null, tags: [], fields: {}, at: null,
  })
})

test('the hour is meant in the zone of whoever asks', () => {
  expect(describe({ ...plain, at: '2026-03-06T17:55' }, 'Asia/Shanghai').at).toBe('2026-03-06T09:55:00.000Z')
})

test('a customer goes by their number', () => {
  expect(describe({ ...plain, customer: 7 }, undefined).customer_id).toBe(7)
})

test('a team goes by its number, a field by its name', () => {
  const described = describe({ ...plain, team: '12', fields: [{ name: ' city ', value: '武汉' }, { name: '', value: 'x' }] }, undefined)
  expect([described.team, described.fields]).toEqual([12, { city: '武汉' }])
})
