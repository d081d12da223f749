import { expect, test } from 'vitest'

import { groupsOf } from '@/clock/explain/measures'

const amount = (seconds: number, business = seconds): { seconds: number; business_seconds: number } => ({ seconds, business_seconds: business })
const li = { id: 7, name: '李晓雨' }
const told = {
  calendar: null, until: '2026-03-02T03:00:00Z', dispatch: null, responses: [], updates: [], updates_unpaused: [],
  states: [{ state: 'new', ...amount(0.2) }, { state: 'open', ...amount(600, 300) }],
  owners: [{ owner: li, ...amount(600) }],
  teams: [],
  waited_for: { channel: amount(0), dispatch: amount(0), queue: amount(60), shift: amount(0), hand_over: amount(0), customer: amount(300), collaborator: amount(0) },
  first_response: { ...amount(120), since: '2026-03-02T01:00:00Z', until: '2026-03-02T01:02:00Z', answered: true, by: li },
  first_resolution_time: amount(600),
  total_resolution_time: amount(900),
  reopen_count: 0,
}
const seen = (measures: typeof told): [string, string[]][] => groupsOf(measures).map(({ about, rows }) => [about, rows.map(({ what }) => what)])

test('what took no time is not told, the longest wait comes first', () => {
  expect(seen(told)).toEqual([['took', ['first_response', 'first_resolution']], ['wait', ['customer', 'queue']], ['state', ['open']], ['owner', ['owner']]])
})

test('the total is told of what was opened again', () => {
  expect(seen({ ...told, reopen_count: 1 })[0]).toEqual(['took', ['first_response', 'first_resolution', 'total_resolution']])
})

test('a customer who still waits was not answered in any time', () => {
  expect(seen({ ...told, first_response: { ...told.first_response, answered: false } })[0]).toEqual(['took', ['first_resolution']])
})
