import { onScopeDispose } from 'vue'

import { Problem } from '@/api/problem'
import type { Fact } from '@/api/shapes'
import { gather } from '@/realtime/gather'
import { onFact, onGap } from '@/realtime/live'

interface Following {
  /** Which facts matter here. */
  when: (fact: Fact) => boolean
  /** Ask for what they changed; also called, with nothing, when facts may have gone unheard. */
  renew: (facts: ReadonlySet<Fact>) => Promise<void>
  /** Milliseconds to gather, and to leave between two times at the least. */
  quiet?: number
  apart?: number
}

/** Keeps something on the page true: facts are gathered for a moment, then what they touched is asked for once. */
export function useFacts({ when, renew, quiet, apart }: Following): void {
  const box = gather<Fact | null>(async (facts) => {
    facts.delete(null)
    try {
      await renew(facts as Set<Fact>)
    } catch (error) {
      // Refused will be refused again. Anything else passes: what is shown is stale until it has been asked for.
      if (!(error instanceof Problem) || error.status >= 500) throw error
    }
  }, quiet, apart)
  const stopFacts = onFact((fact) => { if (when(fact)) box.add(fact) })
  const stopGaps = onGap(() => box.add(null))
  onScopeDispose(() => { stopFacts(); stopGaps(); box.stop() })
}
