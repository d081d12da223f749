import { computed, type ComputedRef } from 'vue'

import { useWords } from '@/app/words'
import { remaining, type Mood } from '@/clock/remaining'
import { useInstants } from '@/clock/useInstants'
import { useNow } from '@/clock/useNow'

interface Countdown {
  mood: ComputedRef<Mood>
  /** "12 min left", "3 min late". */
  text: ComputedRef<string>
  /** When exactly. */
  exact: ComputedRef<string>
}

export function useCountdown(clock: () => { due: string; warn: string | null }): Countdown {
  const say = useWords()
  const instants = useInstants()
  const now = useNow()
  const left = computed(() => remaining(clock().due, clock().warn, now.value))
  return {
    mood: computed(() => left.value.mood),
    text: computed(() => {
      const span = instants.span(left.value.seconds)
      return left.value.mood === 'late' ? say('clock.late', { span }) : say('clock.left', { span })
    }),
    exact: computed(() => say('clock.due', { at: instants.exact(clock().due) })),
  }
}
