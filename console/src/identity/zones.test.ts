import { expect, test } from 'vitest'

import { knownZones, offset, zoneGroups } from '@/identity/zones'

const january = Date.UTC(2026, 0, 15)
const july = Date.UTC(2026, 6, 15)

test('a zone says how far it is from UTC, with daylight saving when it holds', () => {
  expect(offset('Asia/Shanghai', january)).toBe('UTC+8')
  expect(offset('Europe/Berlin', january)).toBe('UTC+1')
  expect(offset('Europe/Berlin', july)).toBe('UTC+2')
  expect(offset('UTC', july)).toBe('UTC')
})

test('zones stand under their continent', () => {
  const groups = zoneGroups(['UTC', 'Asia/Shanghai', 'America/Argentina/Buenos_Aires'], january)
  expect(Object.keys(groups)).toEqual(['UTC', 'Asia', 'America'])
  expect(groups['America']).toEqual([{ value: 'America/Argentina/Buenos_Aires', label: 'Argentina / Buenos Aires (UTC-3)' }])
})

test('a zone that only the server knows is still there', () => {
  expect(knownZones(['Asia/Chongqing'])).toContain('Asia/Chongqing')
  expect(knownZones([''])).not.toContain('')
})
