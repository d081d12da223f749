import { expect, test } from 'vitest'

import { pieces } from '@/tickets/text'

test('an address ends where the sentence goes on', () => {
  expect(pieces('见https://example.com/a?b=1，谢谢')).toEqual([
    { text: '见', link: false },
    { text: 'https://example.com/a?b=1', link: true },
    { text: '，谢谢', link: false },
  ])
  expect(pieces('See https://example.com/x.')).toEqual([
    { text: 'See ', link: false },
    { text: 'https://example.com/x', link: true },
    { text: '.', link: false },
  ])
})

test('nothing but the web is a link', () => {
  expect(pieces('javascript:alert(1) <b>x</b>')).toEqual([{ text: 'javascript:alert(1) <b>x</b>', link: false }])
})

test('the pieces are the text', () => {
  const body = 'a http://b.c/d) e\nhttps://f'
  expect(pieces(body).map(({ text }) => text).join('')).toBe(body)
})
