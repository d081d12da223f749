import { expect, test } from 'vitest'

import { doToAll, ticked } from '@/inbox/bulk'

test('a refusal keeps none of the others from it, and is told by its ticket', async () => {
  const seen: number[] = []
  const { done, refused } = await doToAll([1, 2, 3, 4, 5, 6], (id) => {
    seen.push(id)
    return id % 2 ? Promise.resolve() : Promise.reject(new Error(`not ${id}`))
  }, 2)
  expect(new Set(seen)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
  expect(new Set(done)).toEqual(new Set([1, 3, 5]))
  expect(new Set(refused.keys())).toEqual(new Set([2, 4, 6]))
  expect(refused.get(4)).toEqual(new Error('not 4'))
})

test('never more than a few are asked for at once', async () => {
  let running = 0
  let most = 0
  await doToAll(Array.from({ length: 20 }, (_, id) => id), async () => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running -= 1
  }, 3)
  expect(most).toBe(3)
})

test('a tick selects a line, another lets it go', () => {
  expect(ticked(new Set(), 7, [5, 6, 7], null)).toEqual(new Set([7]))
  expect(ticked(new Set([7, 5]), 7, [5, 6, 7], null)).toEqual(new Set([5]))
})

test('from an earlier tick all between join, upwards too', () => {
  expect(ticked(new Set([8]), 5, [5, 6, 7, 8, 9], 8)).toEqual(new Set([5, 6, 7, 8]))
  expect(ticked(new Set([5]), 7, [5, 6, 7, 8, 9], 5)).toEqual(new Set([5, 6, 7]))
})

test('an earlier tick that has left the list counts no more', () => {
  expect(ticked(new Set(), 6, [5, 6], 99)).toEqual(new Set([6]))
})
