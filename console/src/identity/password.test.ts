import { expect, test } from 'vitest'

import { speakable, suggestPassword } from '@/identity/password'

test('every bit of chance is in the password', () => {
  expect(speakable(new Uint8Array([0x01, 0x23, 0x45, 0x67, 0x89, 0xab]))).toBe('badefi-gohuka-lemino-purase')
  expect(speakable(new Uint8Array(6))).not.toBe(speakable(new Uint8Array([0, 0, 0, 0, 0, 1])))
})

test('no two suggestions are alike', () => {
  expect(new Set(Array.from({ length: 50 }, suggestPassword)).size).toBe(50)
})
