import { expect, test } from 'vitest'

import english from '@/app/words/en'
import chinese from '@/app/words/zh-CN'

interface Node { readonly [name: string]: string | Node }

function texts(node: Node, above = ''): [string, string][] {
  return Object.entries(node).flatMap(([name, value]) => (typeof value === 'string' ? [[`${above}${name}`, value] as [string, string]] : texts(value, `${above}${name}.`)))
}
const filled = (text: string): Set<string> => new Set(text.match(/\{\w+\}/g))
const all = texts(chinese)
const where = (wrong: RegExp): string[] => all.filter(([, text]) => wrong.test(text)).map(([name, text]) => `${name}: ${text}`)

test('numerals and Latin words stand apart from Chinese', () => {
  expect(where(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/)).toEqual([])
})

test('so do the numbers and instants that are filled in', () => {
  expect(where(/[\u4e00-\u9fff]\{(n|at|until|number|seconds|count)\}|\{(n|at|until|number|seconds|count)\}[\u4e00-\u9fff]/)).toEqual([])
})

test('Chinese has the punctuation of Chinese', () => {
  expect(where(/[\u4e00-\u9fff}][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]/)).toEqual([])
})

test('everybody is addressed alike', () => {
  expect(where(/你/)).toEqual([])
})

test('a text is filled in with the same in both languages', () => {
  const others = new Map(texts(english))
  for (const [name, text] of all) expect(filled(text), name).toEqual(filled(others.get(name) ?? ''))
})
