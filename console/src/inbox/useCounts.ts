import { shallowRef, type ShallowRef } from 'vue'

import type { Counts } from '@/api/shapes'
import { countTickets } from '@/inbox/calls'
import { changesLists } from '@/inbox/touching'
import { useFacts } from '@/realtime/useFacts'

const counts = shallowRef<Counts | null>(null)

/** How many tickets each view holds, kept true. */
export function useCounts(): Readonly<ShallowRef<Counts | null>> {
  async function renew(): Promise<void> {
    counts.value = await countTickets()
  }
  useFacts({ when: changesLists, renew, apart: 1000 })
  renew().catch(() => undefined)
  return counts
}
