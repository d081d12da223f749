import { expect, test } from 'vitest'

import { describe, percentOf, plain } from '@/dispatch/dry_run/describe'

test('what is left open is not said, so that the desk finds it out', () => {
  expect(describe({ ...plain, body: 'Hello' }, 'UTC')).toMatchObject({ body: 'Hello', subject: null, type: null, level: null, at: null, channel: 'email' })
})

test('who asks is known by an address, a number, or nothing that anybody has', () => {
  expect(describe({ ...plain, who: ' li@example.com ', tier: 'vip' }, 'UTC').requester).toEqual({ email: 'li@example.com', tier: 'vip' })
  expect(describe({ ...plain, who: '13800138000' }, 'UTC').requester).toEqual({ phone: '13800138000' })
  const nobody = [describe(plain, 'UTC').requester, describe(plain, 'UTC').requester]
  expect(nobody[0]).not.toEqual(nobody[1])
})

test('a wall clock is that of the person who looks at it', () => {
  expect(describe({ ...plain, at: '2026-03-02T09:00' }, 'Asia/Shanghai').at).toBe('2026-03-02T01:00:00.000Z')
})

test('a share of nothing is nothing', () => {
  expect([percentOf(1, 3), percentOf(0, 0)]).toEqual([33, 0])
})
