import { expect, test } from 'vitest'

import { isFiltered, isSame, readQuery, toAddress } from '@/inbox/query'

test('an address and its query are the same thing said twice', () => {
  const query = readQuery('late', { q: '退款', level: 'urgent' })
  expect(query).toEqual({ view: 'late', q: '退款', state: '', level: 'urgent', channel: '', team: '' })
  expect(toAddress(query)).toEqual({ q: '退款', level: 'urgent' })
  expect(isSame(query, readQuery('late', { q: '退款', level: 'urgent' }))).toBe(true)
})

test('a view alone is no filter', () => {
  expect(isFiltered(readQuery('all', {}))).toBe(false)
  expect(isFiltered(readQuery('all', { team: '7' }))).toBe(true)
})

test('an address that somebody bent asks nothing odd', () => {
  expect(readQuery('all', { q: ['a', 'b'], state: null })).toEqual(readQuery('all', {}))
  expect(readQuery('all', { q: 'x'.repeat(900) }).q).toHaveLength(200)
})
