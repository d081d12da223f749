import { expect, test } from 'vitest'

import type { BoardItem } from '@/api/shapes'
import { part } from '@/clock/board/order'

const at = (time: string): string => `2026-03-02T${time}Z`
const item = (timer_id: number, time: string): BoardItem => ({
  timer_id, kind: 'first_response', due_at: at(time), warn_at: null, policy: '', ticket_id: timer_id, number: '', subject: '', state: 'open', level: 'normal', tier: 'regular', requester: null, team: null, owner: null,
})
const ids = (items: readonly BoardItem[]): number[] => items.map(({ timer_id }) => timer_id)

test('what runs out while one looks is late at once', () => {
  const soon = [item(1, '10:10:00'), item(2, '10:20:00')]
  expect(ids(part([], soon, Date.parse(at('10:10:00'))).late)).toEqual([])
  const after = part([item(3, '09:00:00')], soon, Date.parse(at('10:10:00')) + 1)
  expect([ids(after.late), ids(after.soon)]).toEqual([[3, 1], [2]])
})

test('the next is first, whatever order they came in', () => {
  expect(ids(part([], [item(2, '10:20:00'), item(1, '10:10:00')], 0).soon)).toEqual([1, 2])
})
