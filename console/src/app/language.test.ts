import { expect, test } from 'vitest'

import { chooseLanguage } from '@/app/language'

test('the browser of a person in China is spoken to in Chinese', () => {
  expect(chooseLanguage(null, ['zh-CN', 'zh', 'en'])).toBe('zh-CN')
})

test('any Chinese is better served by Chinese than by English', () => {
  expect(chooseLanguage(null, ['zh-Hant-TW', 'en'])).toBe('zh-CN')
})

test('the first language that we know wins', () => {
  expect(chooseLanguage(null, ['fr-FR', 'en-GB', 'zh-CN'])).toBe('en')
})

test('a language nobody here speaks becomes English', () => {
  expect(chooseLanguage(null, ['fr-FR'])).toBe('en')
  expect(chooseLanguage(null, [])).toBe('en')
})

test('what the person chose beats the browser, unless we no longer speak it', () => {
  expect(chooseLanguage('en', ['zh-CN'])).toBe('en')
  expect(chooseLanguage('tlh', ['zh-CN'])).toBe('zh-CN')
})
