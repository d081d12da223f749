import { expect, test } from 'vitest'

import { nameOf } from '@/ui/keys'

const press = (key: string, more: object = {}): Parameters<typeof nameOf>[0] => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

test('a letter is the same with the caps lock on', () => {
  expect(nameOf(press('J'))).toBe('j')
})

test('Ctrl on one keyboard is Command on another', () => {
  expect(nameOf(press('Enter', { ctrlKey: true }))).toBe('mod+Enter')
  expect(nameOf(press('Enter', { metaKey: true }))).toBe('mod+Enter')
})

test('what Alt writes is not a shortcut', () => {
  expect(nameOf(press('j', { altKey: true }))).toBeNull()
})
