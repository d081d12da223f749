import type { Page, TicketRow } from '@/api/shapes'

/** A page of the list as it was loaded: `after` is the cursor it was asked with. */
export interface LoadedPage {
  readonly after: string | null
  readonly next: string | null
  readonly items: readonly TicketRow[]
}

/** All lines, each ticket once: between two loads a ticket may have moved from one page to the next. */
export function linesOf(pages: readonly LoadedPage[]): TicketRow[] {
  const lines = new Map<number, TicketRow>()
  for (const { items } of pages) for (const row of items) if (!lines.has(row.id)) lines.set(row.id, row)
  return [...lines.values()]
}

/** A page as it came, but lines that did not change stay the same objects, so that only what changed is drawn anew. */
export function renewed(after: string | null, page: Page<TicketRow>, known: ReadonlyMap<number, TicketRow>): LoadedPage {
  return { after, next: page.next, items: page.items.map((row) => keep(known.get(row.id), row)) }
}

function keep(old: TicketRow | undefined, row: TicketRow): TicketRow {
  return old && JSON.stringify(old) === JSON.stringify(row) ? old : row
}

/** The first page that these tickets can have changed: where one of them stands, or the very first when one is new. */
export function firstTouched(pages: readonly LoadedPage[], tickets: ReadonlySet<number>): number {
  let first = pages.length
  for (const ticket of tickets) {
    const index = pages.findIndex(({ items }) => items.some(({ id }) => id === ticket))
    first = Math.min(first, Math.max(0, index))
  }
  return first
}
