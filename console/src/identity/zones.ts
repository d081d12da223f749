import type { Option } from '@/ui/Choice.vue'

/** Zones by continent, as the browser knows them, each with what its clocks say against UTC now. */
export function zoneGroups(zones: readonly string[], now: number): Record<string, Option<string>[]> {
  const groups: Record<string, Option<string>[]> = {}
  for (const zone of zones) {
    const [area = zone, ...rest] = zone.split('/')
    const place = (rest.length > 0 ? rest : [zone]).join(' / ').replaceAll('_', ' ')
    const label = zone === 'UTC' ? zone : `${place} (${offset(zone, now)})`
    ;(groups[rest.length > 0 ? area : 'UTC'] ??= []).push({ value: zone, label })
  }
  return groups
}

/** `UTC+8`, as the zone stands at an instant; daylight saving included. */
export function offset(zone: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(now)
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '').replace(/^GMT(\+0$)?/, 'UTC')
}

/** All zones, the wanted one too: a server may know one that this browser lists under another name. */
export function knownZones(wanted: readonly string[]): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...wanted.filter(Boolean)])].toSorted()
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
