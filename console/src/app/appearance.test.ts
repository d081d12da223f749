import { expect, test } from 'vitest'

import { chooseAppearance, readWish } from '@/app/appearance'

test('a wish beats the machine', () => {
  expect(chooseAppearance('light', true)).toBe('light')
  expect(chooseAppearance('dark', false)).toBe('dark')
})

test('without a wish the machine decides', () => {
  expect(chooseAppearance('system', true)).toBe('dark')
  expect(chooseAppearance('system', false)).toBe('light')
})

test('a wish that nobody knows any more is none', () => {
  expect(readWish('sepia')).toBe('system')
  expect(readWish(null)).toBe('system')
  expect(readWish('dark')).toBe('dark')
})
