import { expect, test } from 'vitest'

import type { Leave, Swap } from '@/workforce/roster/model'
import { requestsOf, waits } from '@/workforce/roster/requests'

const now = Date.parse('2026-03-02T02:00:00Z')
const leave = (id: number, state: Leave['state'], person_id = 1): Leave => ({ id, person_id, person: 'Lee', starts_at: '2026-03-03T00:00:00Z', ends_at: '2026-03-04T00:00:00Z', state, reason: '', answer: '', asked_at: `2026-03-01T0${id}:00:00Z`, decided_by: null })
const swap = (id: number, state: Swap['state'], more: Partial<Swap> = {}): Swap => ({ id, from_id: 1, from_name: 'Lee', to_id: 2, to_name: 'Anna', shift: null, in_return: null, note: '', state, moved: false, asked_at: `2026-03-01T0${id}:00:00Z`, decided_by: null, ...more })

test('what waits for the one who looks comes first', () => {
  const seen = requestsOf([leave(1, 'asked'), leave(3, 'approved')], [swap(2, 'asked')], { me: 2, decides: false, now })
  expect(seen.map(({ key }) => key)).toEqual(['swap 2', 'leave 3', 'leave 1'])
  expect(seen.map(waits)).toEqual([true, false, false])
})

test('a supervisor decides leave and swaps that both agreed on, and nobody a swap whose shift has moved', () => {
  const seen = requestsOf([leave(1, 'asked')], [swap(2, 'asked'), swap(3, 'accepted'), swap(4, 'accepted', { moved: true })], { me: 9, decides: true, now })
  expect(seen.filter(({ may }) => may.decide).map(({ key }) => key)).toEqual(['swap 3', 'leave 1'])
})

test('one can take back what one asked for, but no leave that is over', () => {
  const over = { ...leave(1, 'approved'), ends_at: '2026-03-01T00:00:00Z' }
  const seen = requestsOf([over, leave(2, 'approved')], [swap(3, 'accepted'), swap(4, 'done')], { me: 1, decides: false, now })
  expect(seen.filter(({ may }) => may.withdraw).map(({ key }) => key)).toEqual(['swap 3', 'leave 2'])
})
