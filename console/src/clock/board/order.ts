import type { BoardItem } from '@/api/shapes'

/** What has run out since the desk was asked has moved over: nobody waits for the next answer to see that it is late. */
export function part(late: readonly BoardItem[], soon: readonly BoardItem[], now: number): { late: BoardItem[]; soon: BoardItem[] } {
  const ranOut = soon.filter(({ due_at }) => Date.parse(due_at) < now)
  const still = soon.filter(({ due_at }) => Date.parse(due_at) >= now)
  return { late: byWhen([...late, ...ranOut]), soon: byWhen(still) }
}

function byWhen(items: readonly BoardItem[]): BoardItem[] {
  return items.toSorted((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at) || one.timer_id - other.timer_id)
}
