import { expect, test } from 'vitest'

import { piecesOf } from '@/knowledge/triage/highlight'

test('a text is cut where its marks begin and end', () => {
  expect(piecesOf('我不着急', [{ start: 2, end: 4, as: 'mood' }])).toEqual([
    { text: '我不', as: [] },
    { text: '着急', as: ['mood'] },
  ])
})

test('marks may overlap, and what is between them is said of both', () => {
  const marks = [{ start: 0, end: 2, as: 'type' }, { start: 1, end: 3, as: 'level' }]
  expect(piecesOf('abc', marks).map(({ as }) => as)).toEqual([['type'], ['type', 'level'], ['level']])
})

test('an emoji counts once', () => {
  expect(piecesOf('😀急', [{ start: 1, end: 2, as: 'mood' }]).map(({ text }) => text)).toEqual(['😀', '急'])
})

test('the pieces make up the text', () => {
  expect(piecesOf('', [])).toEqual([])
  expect(piecesOf('abc', [{ start: 1, end: 9, as: 'x' }]).map(({ text }) => text).join('')).toBe('abc')
})
