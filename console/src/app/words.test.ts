import { expect, test } from 'vitest'

import english from '@/app/words/en'

interface Node { readonly [name: string]: string | Node }

const sources = import.meta.glob(['../**/*.{ts,vue}', '!../**/*.test.ts', '!../api/schema.d.ts'], { query: '?raw', import: 'default', eager: true })
const code = Object.values(sources).join('\n')
const named = new Set(code.match(/[\w-]+(?:\.[\w-]+)+/g))
// `tickets.state.${state}` says any word of that family, and so does term('tickets.state', …).
const families = [...code.matchAll(/([\w-]+\.[\w.-]*)\$\{/g)].map(([, begin]) => begin ?? '')

function names(node: Node, above: string): string[] {
  return Object.entries(node).flatMap(([name, below]) => (typeof below === 'string' ? [`${above}${name}`] : names(below, `${above}${name}.`)))
}
function isSaid(name: string): boolean {
  const parts = name.split('.')
  return parts.some((_, n) => n > 0 && named.has(parts.slice(0, n + 1).join('.'))) || families.some((begin) => name.startsWith(begin))
}

test('every word is said somewhere', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(300)
  expect(names(english, '').filter((name) => !isSaid(name))).toEqual([])
})
