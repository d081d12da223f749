import { expect, test } from 'vitest'

import { needsOf, openGroups, openPlaces, desk, settings } from '@/app/places'

const nobody = (): boolean => false

test('everyone finds their own profile, and nothing else without a permission', () => {
  expect(openGroups(settings, nobody).flatMap(({ places }) => places.map(({ to }) => to))).toEqual(['/settings/profile'])
  expect(openPlaces(desk, nobody)).toEqual([])
})

test('a group in which nothing is open is not shown', () => {
  const groups = openGroups(settings, (permission) => permission !== 'operations')
  expect(groups.map(({ word }) => word)).toEqual(['app.settingsOf.me', 'app.settingsOf.workspace'])
})

test('the page behind a link needs what the link needs', () => {
  expect(needsOf('/settings/audit')).toBe('operations')
  expect(needsOf('/settings/profile')).toBeUndefined()
})
