import { expect, test } from 'vitest'

import type { Notice, ToldOf } from '@/api/shapes'
import { isOpen, moodOf, occasions, placeOf } from '@/notify/model'

const notice = (rest: object): Notice => ({
  id: 1, kind: 'broken', urgent: true, at: '2026-03-02T10:00:00Z', ticket_id: 7, timer_id: 3, state: 'open', data: {}, seen_at: null, acknowledged_at: null, acknowledged_by: null, ...rest,
}) as Notice
const told = (rest: object): ToldOf => ({ id: 1, kind: 'broken', at: '2026-03-02T10:00:00Z', timer_id: 3, data: {}, person: { id: 1, name: 'Lee' }, media: [], ...rest }) as unknown as ToldOf

test('what is late is more pressing than what will be', () => {
  expect(['broken', 'warning', 'assigned', 'something new'].map(moodOf)).toEqual(['late', 'soon', 'plain', 'plain'])
})

test('somebody has to see to what is late, until somebody does or the ticket is done', () => {
  expect(isOpen(notice({}))).toBe(true)
  expect(isOpen(notice({ acknowledged_at: '2026-03-02T10:05:00Z' }))).toBe(false)
  expect(isOpen(notice({ state: 'solved' }))).toBe(false)
  expect(isOpen(notice({ kind: 'assigned' }))).toBe(false)
})

test('a notice leads to its ticket, one of a calendar to the calendar', () => {
  expect(placeOf(notice({}))).toBe('/tickets/7')
  expect(placeOf(notice({ kind: 'calendar_runs_out', ticket_id: null, data: { calendar_id: 4 } }))).toBe('/settings/calendars/4')
})

test('what is asked for in the roster leads there', () => {
  expect(['leave_asked', 'leave_decided', 'swap_asked', 'swap_decided'].map((kind) => placeOf(notice({ kind, ticket_id: null })))).toEqual(Array(4).fill('/roster'))
})

test('those who were told the same at once stand together', () => {
  const grouped = occasions([told({ id: 3 }), told({ id: 2, person: { id: 2, name: 'Anna' } }), told({ id: 1, kind: 'warning', at: '2026-03-02T09:00:00Z' })])
  expect(grouped.map(({ kind, told: all }) => [kind, all.length])).toEqual([['broken', 2], ['warning', 1]])
})
