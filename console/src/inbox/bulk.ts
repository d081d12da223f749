export interface Outcome {
  done: number[]
  refused: Map<number, unknown>
}

/** Does the same to many, a few at a time. What one of them refuses keeps none of the others from it. */
export async function doToAll(ids: readonly number[], act: (id: number) => Promise<unknown>, atOnce = 4): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: new Map() }
  const left = [...ids]
  async function work(): Promise<void> {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        await act(id)
        outcome.done.push(id)
      } catch (error) {
        outcome.refused.set(id, error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, work))
  return outcome
}

/** What is selected after a tick at `id`: it changes sides; from an earlier tick, all lines up to it join. */
export function ticked(selected: ReadonlySet<number>, id: number, order: readonly number[], from: number | null): Set<number> {
  const now = new Set(selected)
  const start = from === null ? -1 : order.indexOf(from)
  const end = order.indexOf(id)
  if (start !== -1 && end !== -1 && start !== end) {
    for (const each of order.slice(Math.min(start, end), Math.max(start, end) + 1)) now.add(each)
  } else if (!now.delete(id)) now.add(id)
  return now
}
