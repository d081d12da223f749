import { shallowRef, type ShallowRef } from 'vue'

import type { Effect } from '@/api/shapes'
import { previewChange, type Change } from '@/clock/policies/calls'

/** A change that was looked at and waits for somebody's word. */
export interface Proposal {
  title: string
  agree: string
  /** What it is, above what it does. */
  lead: string
  effect: Effect
  /** It takes something away. */
  danger: boolean
  act: () => Promise<void>
}

interface Changing {
  proposal: ShallowRef<Proposal | null>
  propose: (what: Pick<Proposal, 'title' | 'agree' | 'act'> & { change: Change; lead?: string; danger?: boolean }) => Promise<void>
}

/** Shows what a change would do before it is made; what is wrong with it is thrown. */
export function useChange(): Changing {
  const proposal = shallowRef<Proposal | null>(null)
  return {
    proposal,
    async propose({ change, lead = '', danger = false, ...what }) {
      proposal.value = { ...what, lead, danger, effect: await previewChange(change) }
    },
  }
}
