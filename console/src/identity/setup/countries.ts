import type { Option } from '@/ui/Choice.vue'

// Where holidays are asked for first. Elsewhere the person chooses: a zone is no country.
const homes: Record<string, string> = {
  'Asia/Shanghai': 'CN', 'Asia/Urumqi': 'CN', 'Asia/Chongqing': 'CN', 'Asia/Harbin': 'CN', PRC: 'CN',
  'Asia/Hong_Kong': 'HK', 'Asia/Macau': 'MO', 'Asia/Taipei': 'TW', 'Asia/Singapore': 'SG', 'Asia/Tokyo': 'JP', 'Asia/Seoul': 'KR',
  'Europe/Berlin': 'DE', 'Europe/Paris': 'FR', 'Europe/London': 'GB', 'Europe/Madrid': 'ES', 'Europe/Rome': 'IT',
  'America/New_York': 'US', 'America/Chicago': 'US', 'America/Denver': 'US', 'America/Los_Angeles': 'US',
}

/** The country that a zone suggests, or nothing. */
export function countryOf(zone: string): string {
  return homes[zone] ?? ''
}

/** Countries by their names in a language, in that language's order. */
export function namedCountries(codes: readonly string[], language: string): Option<string>[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const order = new Intl.Collator(language)
  return codes.map((value) => ({ value, label: names.of(value) ?? value })).toSorted((a, b) => order.compare(a.label, b.label))
}
