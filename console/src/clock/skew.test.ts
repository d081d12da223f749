import { expect, test } from 'vitest'

import { middle, narrow, skewOf, type Skew } from '@/clock/skew'

/** Answers of a server whose clock is `ahead` by so much, to requests that took 30 ms each. */
function heardFrom(ahead: number, moments: number[]): Skew | null {
  let known: Skew | null = null
  for (const sent of moments) {
    const date = Math.floor((sent + 15 + ahead) / 1000) * 1000
    known = narrow(known, skewOf(date, sent, sent + 30))
  }
  return known
}

test('one answer knows the clock to about a second', () => {
  const known = heardFrom(120_000, [5_400])
  expect(known && Math.abs(middle(known) - 120_000)).toBeLessThan(600)
})

test('answers at different parts of the second narrow it to a tenth', () => {
  const known = heardFrom(-3_450, [1_000, 2_130, 3_270, 4_410, 5_580, 6_690, 7_820, 8_950])
  expect(known && Math.abs(middle(known) + 3_450)).toBeLessThan(100)
})

test('a computer that was asleep with a wrong clock is believed anew', () => {
  const before = heardFrom(0, [1_000, 2_500])
  const after = narrow(before, skewOf(3_600_000, 5_000, 5_030))
  expect(after.least).toBeGreaterThan(3_000_000)
})
