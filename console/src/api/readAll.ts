import type { Page } from '@/api/shapes'

/** A whole list, page by page: for those that are searched and filtered here, of hundreds at most. */
export async function readAll<Item>(read: (after: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = []
  let after: string | undefined
  do {
    const page = await read(after)
    all.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined)
  return all
}
