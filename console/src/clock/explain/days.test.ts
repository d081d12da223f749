import { expect, test } from 'vitest'

import { daysIn } from '@/clock/explain/days'

test('times are those of the calendar', () => {
  const shanghai = daysIn('Asia/Shanghai', 'en')
  expect(shanghai.time('2026-03-06T09:30:00Z')).toBe('17:30')
  expect(shanghai.moment('2026-03-06T23:30:00Z')).toBe('Sat, Mar 7, 07:30')
  expect(daysIn('Europe/Berlin', 'en').time('2026-03-06T09:30:00Z')).toBe('10:30')
})

test('a date is that day wherever it is read', () => {
  for (const zone of ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) expect(daysIn(zone, 'en').date('2026-03-06')).toBe('Fri, Mar 6')
})

test('one date is told once', () => {
  expect(daysIn('UTC', 'en').dates('2026-03-06', '2026-03-06')).toBe('Fri, Mar 6')
  expect(daysIn('UTC', 'zh-CN').dates('2026-10-01', '2026-10-07')).toContain('10月7日')
})
