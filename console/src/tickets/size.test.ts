import { expect, test } from 'vitest'

import { sizeInWords } from '@/tickets/size'

test('sizes are told with two figures or so', () => {
  expect([812, 4_100, 12_345_678, 999_700, 0].map(sizeInWords)).toEqual(['812 B', '4.1 kB', '12 MB', '1.0 MB', '0 B'])
})
