import { expect, test } from 'vitest'

import { base64Of } from '@/clock/calendars/base64'

test('a file of any length is sent as it is', async () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, n) => n % 256)
  const sent = await base64Of(new Blob([bytes]))
  expect(Uint8Array.from(atob(sent), (letter) => letter.codePointAt(0) ?? 0)).toEqual(bytes)
})
