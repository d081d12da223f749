import { expect, test } from 'vitest'

import { shares, toggled } from '@/dispatch/reassign/plan'

const move = (id: number, to: { id: number; name: string } | null) => ({ ticket: { id, number: `T-${id}`, subject: '', level: 'normal' }, from: null, to, reason: '' })
const anna = { id: 1, name: 'Anna' }
const ben = { id: 2, name: 'Ben' }

test('who would be given most stands first, nobody last', () => {
  expect(shares([move(1, null), move(2, ben), move(3, anna), move(4, anna), move(5, null), move(6, null)]).map(({ to, n }) => [to?.name ?? null, n])).toEqual([['Anna', 2], ['Ben', 1], [null, 3]])
})

test('a ticket is left out and put in again', () => {
  expect([...toggled(new Set([1]), 2)]).toEqual([1, 2])
  expect([...toggled(new Set([1, 2]), 2)]).toEqual([1])
})
