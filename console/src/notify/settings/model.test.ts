import { expect, test } from 'vitest'

import { browserName, decoded, usualPort } from '@/notify/settings/model'

test('the port follows how the connection is kept, unless it was typed in', () => {
  expect(usualPort('tls', 587)).toBe(465)
  expect(usualPort('none', 465)).toBe(25)
  expect(usualPort('starttls', 2525)).toBe(2525)
  expect(usualPort('starttls', 0)).toBe(587)
})

test('a key of Web Push is read with its own alphabet', () => {
  expect([...decoded('-_8A')]).toEqual([0xfb, 0xff, 0x00])
  expect(decoded('BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8')).toHaveLength(65)
})

test('a browser is called by its name', () => {
  expect(browserName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36')).toBe('Chrome · Windows')
  expect(browserName('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0')).toBe('Edge · Windows')
  expect(browserName('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15')).toBe('Safari · macOS')
  expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox · Linux')
  expect(browserName(null)).toBe('')
})
