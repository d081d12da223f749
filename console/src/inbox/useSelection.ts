import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'

import { ticked } from '@/inbox/bulk'
import { useTicketList } from '@/inbox/useTicketList'

// Like the list itself it outlives the page: back from a ticket, what was selected still is.
const selected = shallowRef<ReadonlySet<number>>(new Set())
let last: number | null = null

interface Selection {
  selected: Readonly<ShallowRef<ReadonlySet<number>>>
  /** All lines that are loaded are selected. */
  whole: ComputedRef<boolean>
  tick: (id: number, through: boolean) => void
  tickAll: () => void
  keep: (ids: readonly number[]) => void
}

/** The lines of the list that are ticked, to do something to all of them. */
export function useSelection(): Selection {
  const { lines, query } = useTicketList()
  const order = computed(() => lines.value.map(({ id }) => id))
  const whole = computed(() => order.value.length > 0 && selected.value.size === order.value.length)

  function keep(ids: readonly number[]): void {
    selected.value = new Set(ids)
    if (ids.length === 0) last = null
  }
  watch(query, () => { keep([]) })
  // Nothing is done to a ticket that is no longer in sight.
  watch(order, (now) => {
    const there = new Set(now)
    const still = [...selected.value].filter((id) => there.has(id))
    if (still.length < selected.value.size) keep(still)
  })

  return {
    selected,
    whole,
    tick(id, through) {
      selected.value = ticked(selected.value, id, order.value, through ? last : null)
      last = id
    },
    tickAll: () => { keep(whole.value ? [] : order.value) },
    keep,
  }
}
