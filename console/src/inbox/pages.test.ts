import { expect, test } from 'vitest'

import type { TicketRow } from '@/api/shapes'
import { firstTouched, linesOf, renewed, type LoadedPage } from '@/inbox/pages'

const row = (id: number, subject = `Ticket ${id}`): TicketRow => ({
  id, subject, number: `2026030200${id}`, state: 'open', channel: 'email', type: null, level: 'normal', tier: 'regular',
  requester: { id: 1, name: 'Anna', tier: 'regular', email: null, phone: null, external_id: null, language: null, blocked: false }, team: null, owner: null, tags: [], created_at: '', updated_at: '',
  waiting_since: null, due_at: null, warn_at: null, snippet: null, merged_into: null, discarded_at: null, discarded_why: null,
})
const page = (after: string | null, ...ids: number[]): LoadedPage => ({ after, next: 'x', items: ids.map((id) => row(id)) })

test('a ticket that moved to the next page while we loaded is shown once', () => {
  expect(linesOf([page(null, 1, 2), page('2', 2, 3)]).map(({ id }) => id)).toEqual([1, 2, 3])
})

test('lines that did not change stay the same objects', () => {
  const [one, two] = [row(1), row(2)]
  const after = renewed(null, { items: [row(1), row(2, 'Changed')], next: null }, new Map([[1, one], [2, two]]))
  expect(after.items[0]).toBe(one)
  expect(after.items[1]).not.toBe(two)
  expect(after.items[1]?.subject).toBe('Changed')
})

test('a change of a ticket in the list touches its page, a new ticket the whole list', () => {
  const pages = [page(null, 1, 2), page('2', 3, 4), page('4', 5)]
  expect(firstTouched(pages, new Set([4]))).toBe(1)
  expect(firstTouched(pages, new Set([5, 4]))).toBe(1)
  expect(firstTouched(pages, new Set([5, 99]))).toBe(0)
  expect(firstTouched(pages, new Set())).toBe(3)
})
