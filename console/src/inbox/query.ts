import type { LocationQuery, LocationQueryRaw } from 'vue-router'

import type { View } from '@/inbox/views'

export const filters = ['state', 'level', 'channel', 'team'] as const
export type Filter = (typeof filters)[number]

/** What is asked of the list. An empty filter asks nothing. */
export type Query = { readonly view: View; readonly q: string } & Readonly<Record<Filter, string>>

/** The query that an address stands for, so that it can be kept, sent to a colleague and gone back to. */
export function readQuery(view: View, address: LocationQuery): Query {
  const one = (name: string): string => {
    const value = address[name]
    return (typeof value === 'string' ? value : '').slice(0, 200)
  }
  return { view, q: one('q'), state: one('state'), level: one('level'), channel: one('channel'), team: one('team') }
}

/** The part of the address that a query needs. */
export function toAddress(query: Query): LocationQueryRaw {
  return Object.fromEntries((['q', ...filters] as const).map((name) => [name, query[name]]).filter(([, value]) => value !== ''))
}

export function isFiltered(query: Query): boolean {
  return query.q !== '' || filters.some((filter) => query[filter] !== '')
}

export function isSame(one: Query, other: Query): boolean {
  return one.view === other.view && one.q === other.q && filters.every((filter) => one[filter] === other[filter])
}
