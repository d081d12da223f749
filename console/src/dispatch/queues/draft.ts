import type { QueueSettings } from '@/api/shapes'

/** Stands for the whole desk among teams. */
export const WHOLE = '0'

export interface StepDraft {
  after: number
  scope: string[]
}

/** Settings as the form holds them. */
export type SettingsDraft = Omit<QueueSettings, 'overflow'> & { steps: StepDraft[] }

export function toDraft({ overflow, ...rest }: QueueSettings): SettingsDraft {
  return { ...rest, steps: overflow.map(({ after, team_ids: ids }) => ({ after, scope: ids.length > 0 ? ids.map(String) : [WHOLE] })) }
}

/** As they are sent: the steps in the order in which they come about. */
export function toSettings({ steps, ...rest }: SettingsDraft): QueueSettings {
  const overflow = steps.map(({ after, scope }): QueueSettings['overflow'][number] => ({ after, team_ids: scope.filter((id) => id !== WHOLE).map(Number) }))
  return { ...rest, overflow: overflow.toSorted((a, b) => a.after - b.after) }
}

/** Either the whole desk or some teams: what was chosen last settles it. */
export function settleScope(before: readonly string[], now: readonly string[]): string[] {
  if (!now.includes(WHOLE)) return [...now]
  return before.includes(WHOLE) ? now.filter((id) => id !== WHOLE) : [WHOLE]
}

/** One step more, five minutes after the last, to the whole desk. */
export function addStep(steps: readonly StepDraft[]): StepDraft[] {
  return [...steps, { after: Math.max(0, ...steps.map(({ after }) => after)) + 300, scope: [WHOLE] }]
}

export type Fault = 'never' | 'nobody' | 'twice'

/** What is wrong with a step: nothing may wait before it, nobody is asked, or another comes at the same time. */
export function faultOf(steps: readonly StepDraft[], index: number): Fault | null {
  const step = steps[index]
  if (!step) return null
  if (step.after <= 0) return 'never'
  if (step.scope.length === 0) return 'nobody'
  return steps.some(({ after }, other) => other < index && after === step.after) ? 'twice' : null
}
