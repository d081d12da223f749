import { expect, test } from 'vitest'

import { spaced } from '@/ui/spaced'

test('numerals stand apart from Chinese, on either side', () => {
  expect(spaced('5分钟前')).toBe('5 分钟前')
  expect(spaced('再过12天')).toBe('再过 12 天')
  expect(spaced('3 小时前')).toBe('3 小时前')
})

test('what is not Chinese stays as it is', () => {
  expect(spaced('5m ago')).toBe('5m ago')
})
