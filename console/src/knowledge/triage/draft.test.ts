import { expect, test } from 'vitest'

import { bodyOf, draftOf, wordsIn } from '@/knowledge/triage/draft'

test('words are listed with any comma or line break, each once', () => {
  expect(wordsIn(' 退款，退货、 refund ;refund\nmoney back,, ')).toEqual(['退款', '退货', 'refund', 'money back'])
  expect(wordsIn(' \n，')).toEqual([])
})

test('a dictionary that nobody touched is saved as it was read', () => {
  const entries = [{ sets: 'mood', value: 'angry', words: ['气死', 'wtf', '!!!'], unless: ['不'], weight: 4 }]
  const fields = [{ name: 'seat', pattern: 'seat (\\d+)', label: { en: 'Seat' } }]
  const read = { entries, fields, extract: ['phone', 'date'], version: 3, is_default: false, updated_at: null, updated_by: null, problems: [] }
  expect(bodyOf(draftOf(read))).toEqual({ entries, fields, extract: ['phone', 'date'] })
})

test('an empty label is left out', () => {
  expect(bodyOf({ entries: [], fields: [{ key: 1, name: ' a ', pattern: 'x', label: { en: ' ', 'zh-CN': '座位' } }], extract: [] }).fields).toEqual([
    { name: 'a', pattern: 'x', label: { 'zh-CN': '座位' } },
  ])
})
