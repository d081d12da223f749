import { expect, test } from 'vitest'

import { blank } from '@/tickets/draft'
import { isReady, sayingOf } from '@/tickets/saying'

const draft = { ...blank(), body: 'Hello' }

test('only a reply waits for the customer or solves', () => {
  expect(sayingOf(draft, 'solve')).toEqual({ body: 'Hello', attachments: [], public: true, pending: false, solve: true })
  expect(sayingOf({ ...draft, mode: 'note' }, 'solve')).toMatchObject({ public: false, note: true, pending: false, solve: false })
})

test('a note that the customer can read is still a note', () => {
  expect(sayingOf({ ...draft, mode: 'shared' }, 'stay')).toMatchObject({ public: true, note: true })
})

test('a call with the customer stays inside, what they said in one is theirs', () => {
  expect(sayingOf({ ...draft, mode: 'call' }, 'stay')).toMatchObject({ public: false, spoken: true })
  expect(sayingOf({ ...draft, mode: 'said' }, 'stay')).toMatchObject({ as: 'requester', spoken: true })
})

test('somebody in copy has a name or an address', () => {
  const other = { ...draft, mode: 'other' } as const
  expect(isReady(other)).toBe(false)
  expect(isReady({ ...other, email: 'wang@example.com' })).toBe(true)
  expect(sayingOf({ ...other, name: ' 王强 ' }, 'stay')).toMatchObject({ as: 'other', from: { name: '王强' } })
})

test('whoever recorded a call goes on with replies, whoever notes with notes', () => {
  expect(blank('call').mode).toBe('reply')
  expect(blank('shared').mode).toBe('shared')
})
