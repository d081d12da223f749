import type { Breach } from '@/api/shapes'

export type Part = Breach['parts'][number]

/** The colour of each part: what the desk could have done otherwise is warm, what it could not is grey. */
const tones: Record<string, string> = {
  channel: 'still', dispatch: 'soon', queue: 'late', off_shift: 'info', owner: 'brand-bright', hand_over: 'soon', customer: 'still', collaboration: 'still', solved: 'line', other: 'line',
}

export interface Slice {
  part: Part
  /** 0 to 1, of the whole. */
  share: number
  tone: string
  /** How manieth of its colour: neighbours of one colour are told apart by shade. */
  shade: number
}

/** The parts with their share, in the order in which they came. */
export function slicesOf(all: readonly Part[]): Slice[] {
  // What passed in less than a second is nobody's reason.
  const parts = all.some(({ seconds }) => seconds >= 1) ? all.filter(({ seconds }) => seconds >= 1) : all
  const whole = parts.reduce((sum, { seconds }) => sum + seconds, 0)
  const seen: Record<string, number> = {}
  return parts.map((part) => {
    const tone = tones[part.part] ?? 'line'
    const shade = (seen[tone] = (seen[tone] ?? 0) + 1) - 1
    return { part, share: whole > 0 ? part.seconds / whole : 0, tone, shade }
  })
}
