import { expect, test } from 'vitest'

import { hue, initials } from '@/ui/initials'

test('a Chinese name is known by its given name', () => {
  expect(initials('李小红')).toBe('小红')
  expect(initials('王芳')).toBe('王芳')
})

test('other names by their first and last word', () => {
  expect(initials('Mary Ann Smith')).toBe('MS')
  expect(initials('mary')).toBe('M')
})

test('an address by its first letter, and nothing by nothing', () => {
  expect(initials('mary.smith@example.com')).toBe('M')
  expect(initials('  ')).toBe('')
})

test('a name keeps its colour', () => {
  expect(hue('李小红')).toBe(hue('李小红'))
  expect(hue('李小红')).not.toBe(hue('王芳'))
})
