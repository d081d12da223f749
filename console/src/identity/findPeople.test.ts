import { expect, test } from 'vitest'

import { findPeople } from '@/identity/findPeople'

const person = { role: 'agent' as const, language: null, zone: null, teams: [], active: true, created_at: '2026-01-05T01:00:00Z' }
const li = { ...person, id: 1, name: '李小红', email: 'Li@acme.test' }
const mary = { ...person, id: 2, name: 'Mary Smith', email: 'mary@acme.test' }
const gone = { ...person, id: 3, name: 'Gone', email: 'gone@acme.test', active: false }
const all = [li, mary, gone]

test('a name or an address finds its person, whatever its capitals', () => {
  expect(findPeople(all, '小红', false)).toEqual([li])
  expect(findPeople(all, ' MARY@ ', false)).toEqual([mary])
  expect(findPeople(all, 'li@acme', false)).toEqual([li])
})

test('those who left are shown only when asked for', () => {
  expect(findPeople(all, '', false)).toEqual([li, mary])
  expect(findPeople(all, '', true)).toEqual(all)
})
