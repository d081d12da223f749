import { expect, test } from 'vitest'

import { readAll } from '@/api/readAll'

test('a list is read to its last page, each asked for by where the one before ended', async () => {
  const asked: (string | undefined)[] = []
  const pages: Record<string, { items: number[]; next: string | null }> = {
    first: { items: [1, 2], next: 'b' },
    b: { items: [3], next: 'c' },
    c: { items: [], next: null },
  }
  const all = await readAll((after) => {
    asked.push(after)
    return Promise.resolve(pages[after ?? 'first'] ?? { items: [], next: null })
  })
  expect(all).toEqual([1, 2, 3])
  expect(asked).toEqual([undefined, 'b', 'c'])
})
