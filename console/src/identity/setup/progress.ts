import { computed, shallowRef } from 'vue'

import { session } from '@/identity/session'
import { steps, type Step } from '@/identity/setup/steps'

/** Setting up can be left and taken up again: this browser remembers where. */
const key = (workspace: number): string => `jishi.setup.${workspace}`
const turn = shallowRef(0)

/** The step that comes next, while setting up is under way. */
export const unfinished = computed<Step | null>(() => {
  const mine = session.value?.workspace.id
  const stored = mine === undefined || turn.value < 0 ? null : localStorage.getItem(key(mine))
  return steps.find((step) => step === stored) ?? null
})

export function rememberStep(step: Step | null): void {
  const mine = session.value?.workspace.id
  if (mine === undefined) return
  if (step === null) localStorage.removeItem(key(mine))
  else localStorage.setItem(key(mine), step)
  turn.value += 1
}
