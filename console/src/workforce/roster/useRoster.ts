import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'

import { session } from '@/identity/session'
import { useFacts } from '@/realtime/useFacts'
import { useLoad, type Load } from '@/ui/useLoad'
import { listLeaves, listSwaps, readRoster } from '@/workforce/roster/calls'
import type { Leave, Roster, Swap } from '@/workforce/roster/model'
import { dayAfter, dayOf, mondayOf } from '@/workforce/roster/week'

interface Shown {
  roster: Roster
  leaves: Leave[]
  swaps: Swap[]
}

interface Rostering {
  all: Load<Shown>
  first: ShallowRef<string>
  team: ShallowRef<number | null>
  zone: string
  today: string
  me: ComputedRef<number>
  turn: (weeks: number) => void
}

/** The week that is shown, kept true while others change it. */
export function useRoster(): Rostering {
  const zone = session.value?.workspace.zone ?? 'UTC'
  const today = dayOf(Date.now(), zone)
  const first = shallowRef(mondayOf(today))
  const team = shallowRef<number | null>(null)
  const all = useLoad(async () => {
    const [roster, leaves, swaps] = await Promise.all([readRoster(first.value, 7, team.value), listLeaves(), listSwaps()])
    return { roster, leaves, swaps }
  }, () => `${first.value} ${team.value}`)
  useFacts({ when: ({ kind }) => /^(Roster|Leave|Swap|ShiftSwapped|Person|Member)/.test(kind), renew: all.reload, quiet: 500 })
  return {
    all, first, team, zone, today,
    me: computed(() => session.value?.person.id ?? 0),
    turn: (weeks) => { first.value = weeks === 0 ? mondayOf(today) : dayAfter(first.value, weeks * 7) },
  }
}
