import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { gather } from '@/realtime/gather'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

test('a burst is one flush', async () => {
  const flushed: number[][] = []
  const box = gather<number>(async (items) => { flushed.push([...items]) }, 100)
  for (const item of [1, 2, 2, 3]) box.add(item)
  await vi.advanceTimersByTimeAsync(100)
  expect(flushed).toEqual([[1, 2, 3]])
})

test('a steady stream is not put off for ever', async () => {
  const flush = vi.fn(async () => undefined)
  const box = gather<number>(flush, 100)
  for (let item = 0; item < 20; item += 1) {
    box.add(item)
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(flush.mock.calls.length).toBeGreaterThan(5)
})

test('what comes while one flush runs waits for the next', async () => {
  const flushed: number[][] = []
  const slow = (items: Set<number>): Promise<void> => new Promise((resolve) => {
    setTimeout(() => { flushed.push([...items]); resolve() }, 1000)
  })
  const box = gather<number>(slow, 100)
  box.add(1)
  await vi.advanceTimersByTimeAsync(500)
  box.add(2)
  box.add(3)
  await vi.advanceTimersByTimeAsync(700)
  expect(flushed).toEqual([[1]])
  await vi.advanceTimersByTimeAsync(1200)
  expect(flushed).toEqual([[1], [2, 3]])
})

test('two flushes keep their distance', async () => {
  const flush = vi.fn(async () => undefined)
  const box = gather<number>(flush, 100, 1000)
  box.add(1)
  await vi.advanceTimersByTimeAsync(150)
  box.add(2)
  await vi.advanceTimersByTimeAsync(800)
  expect(flush).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(flush).toHaveBeenCalledTimes(2)
})

test('what could not be done is done later, together with what came since', async () => {
  const flushed: number[][] = []
  const box = gather<number>(async (items) => {
    flushed.push([...items])
    if (flushed.length < 3) throw new Error('no network')
  }, 100)
  box.add(1)
  await vi.advanceTimersByTimeAsync(150)
  box.add(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(flushed).toEqual([[1], [1, 2], [1, 2]])
})

test('once stopped nothing is flushed', async () => {
  const flush = vi.fn(async () => undefined)
  const box = gather<number>(flush, 100)
  box.add(1)
  box.stop()
  await vi.advanceTimersByTimeAsync(500)
  expect(flush).not.toHaveBeenCalled()
})
