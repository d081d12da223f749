import { computed, type ComputedRef } from 'vue'

import { useTicketList } from '@/inbox/useTicketList'

interface Neighbours {
  /** Which one it is in the list, from 1; 0 when the list does not hold it. */
  place: ComputedRef<number>
  /** How many are listed: "50+" while there are more than were loaded. */
  all: ComputedRef<string>
  previous: ComputedRef<number | null>
  next: ComputedRef<number | null>
}

/** What comes before and after a ticket in the list it was opened from. */
export function useNeighbours(ticket: () => number): Neighbours {
  const { lines, more } = useTicketList()
  const index = computed(() => lines.value.findIndex(({ id }) => id === ticket()))
  const at = (place: number): number | null => (index.value === -1 ? null : (lines.value[place]?.id ?? null))
  return {
    place: computed(() => index.value + 1),
    all: computed(() => `${lines.value.length}${more.value ? '+' : ''}`),
    previous: computed(() => at(index.value - 1)),
    next: computed(() => at(index.value + 1)),
  }
}
