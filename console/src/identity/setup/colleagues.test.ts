import { expect, test } from 'vitest'

import { problemFrom } from '@/api/problem'
import { filled, Refused, wrongIn } from '@/identity/setup/colleagues'

test('a row left empty is no colleague', () => {
  expect(filled([{ name: ' ', email: '' }, { name: '李小红', email: '' }])).toEqual([{ name: '李小红', email: '' }])
})

test('what is wrong is said beside the row and field it is about', () => {
  const refused = new Refused(2, problemFrom(422, { title: 'Invalid', errors: [{ path: 'email', message: 'Not an address.' }] }))
  expect(wrongIn(refused)).toEqual({ '2.email': 'Not an address.' })
})

test('an address that is taken is said beside the address', () => {
  expect(wrongIn(new Refused(0, problemFrom(409, { title: 'Conflict', detail: 'Taken.' })))).toEqual({ '0.email': 'Taken.' })
})

test('silence of the desk is no fault of a field', () => {
  expect(wrongIn(new Refused(0, new TypeError('offline')))).toEqual({})
})
