import { shallowRef } from 'vue'

/** A ticket on its way from one hand to another: from a colleague, or from the queue. */
export interface Dragged {
  id: number
  number: string
  from: number | null
}

/** What is dragged now, anywhere on the wall. */
export const dragged = shallowRef<Dragged | null>(null)

export function startDrag(event: DragEvent, what: Dragged): void {
  dragged.value = what
  if (!event.dataTransfer) return
  event.dataTransfer.effectAllowed = 'move'
  // Firefox drags nothing that carries nothing.
  event.dataTransfer.setData('text/plain', what.number)
}

export function endDrag(): void {
  dragged.value = null
}
