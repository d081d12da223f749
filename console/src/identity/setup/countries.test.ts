import { expect, test } from 'vitest'

import { countryOf, namedCountries } from '@/identity/setup/countries'

test('China follows from its zones, nothing from those of nobody', () => {
  expect(countryOf('Asia/Shanghai')).toBe('CN')
  expect(countryOf('Etc/GMT+3')).toBe('')
})

test('countries are called by their names in the language of the page', () => {
  expect(namedCountries(['DE', 'CN'], 'en').map(({ label }) => label)).toEqual(['China', 'Germany'])
  expect(namedCountries(['DE', 'CN'], 'zh-CN')).toContainEqual({ value: 'DE', label: '德国' })
})
