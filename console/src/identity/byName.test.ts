import { expect, test } from 'vitest'

import { byName } from '@/identity/byName'

const people = ['Tom Becker', '周敏', '何俊杰', 'emily Carter', '陈佳怡'].map((name) => ({ name }))

test('names stand as the reader looks for them', () => {
  expect(byName(people, 'zh-CN').map(({ name }) => name)).toEqual(['陈佳怡', '何俊杰', '周敏', 'emily Carter', 'Tom Becker'])
  expect(byName(people, 'en').map(({ name }) => name).slice(0, 2)).toEqual(['emily Carter', 'Tom Becker'])
})
