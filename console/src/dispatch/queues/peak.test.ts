import { expect, test } from 'vitest'

import { untilOf } from '@/dispatch/queues/peak'

test('a peak ends by itself unless nothing was said', () => {
  const now = Date.parse('2026-03-02T10:00:00Z')
  expect(untilOf('90', now)).toBe('2026-03-02T11:30:00.000Z')
  expect(untilOf('', now)).toBeNull()
})
