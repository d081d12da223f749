import { computed, nextTick, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'

import { moved, sameOrder } from '@/ui/order'

interface Order<Thing> {
  inOrder: ComputedRef<Thing[]>
  /** The order on the screen is not the one that is kept. */
  reordered: ComputedRef<boolean>
  ids: () => number[]
  /** What a screen reader is told of the last move. */
  announced: ShallowRef<string>
  move: (thing: Thing, by: number) => Promise<void>
  grab: (thing: Thing, event: DragEvent) => void
  drop: (on: Thing) => void
  undo: () => void
}

/**
 * A list whose order somebody sets, by dragging and by keyboard, and saves in the end. Each thing is drawn as an
 * `article` with `data-place="id"` and buttons of the classes `up` and `down`.
 */
export function useOrder<Thing extends { id: number; name: string }>(
  all: () => readonly Thing[] | null,
  told: (thing: Thing, place: number, of: number) => string,
): Order<Thing> {
  const order = shallowRef<readonly number[]>([])
  const grabbed = shallowRef<number | null>(null)
  const announced = shallowRef('')
  const kept = (): number[] => (all() ?? []).map(({ id }) => id)
  const undo = (): void => { order.value = kept() }
  watch(all, undo, { immediate: true })
  const inOrder = computed(() => order.value.flatMap((id) => all()?.find((thing) => thing.id === id) ?? []))

  function put(thing: Thing, to: number): void {
    order.value = moved(order.value, order.value.indexOf(thing.id), to)
    announced.value = told(thing, order.value.indexOf(thing.id) + 1, order.value.length)
  }

  async function move(thing: Thing, by: number): Promise<void> {
    put(thing, order.value.indexOf(thing.id) + by)
    await nextTick()
    // The browser lets go of what moves about in the page; at an end the other arrow is the one that is left.
    const arrow = (way: string): HTMLElement | null => document.querySelector(`[data-place="${thing.id}"] .${way}:not([disabled])`)
    const wanted = arrow(by < 0 ? 'up' : 'down') ?? arrow(by < 0 ? 'down' : 'up')
    wanted?.focus()
  }

  function grab(thing: Thing, event: DragEvent): void {
    grabbed.value = thing.id
    event.dataTransfer?.setData('text/plain', thing.name)
    const card = (event.target as HTMLElement).closest('article')
    if (card) event.dataTransfer?.setDragImage(card, 12, 12)
  }

  function drop(on: Thing): void {
    const thing = inOrder.value.find(({ id }) => id === grabbed.value)
    if (thing && thing.id !== on.id) put(thing, order.value.indexOf(on.id))
    grabbed.value = null
  }

  return { inOrder, reordered: computed(() => !sameOrder(order.value, kept())), ids: () => [...order.value], announced, move, grab, drop, undo }
}
