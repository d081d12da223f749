import type { Condition, PolicyBody, Rung, Target } from '@/clock/policies/model'
import { kinds } from '@/clock/policies/model'

/** A row that is being edited; `key` tells it from its neighbours while rows move about. */
export type Row<Part> = Part & { key: number }
export type ConditionRow = Row<Condition>
export type TargetRow = Row<Omit<Target, 'when'>> & { when: ConditionRow[] }
export type RungRow = Row<Rung>

export interface Draft extends Omit<PolicyBody, 'condition' | 'targets' | 'ladder'> {
  condition: ConditionRow[]
  targets: TargetRow[]
  ladder: RungRow[]
}

let last = 0
export const keyed = <Part extends object>(part: Part): Row<Part> => ({ ...part, key: ++last })

export const newCondition = (trait = 'level'): ConditionRow => keyed({ trait, among: [], unless: false })

/** What is usual for a promise, so that most rows need nothing but their time. */
const usual: Record<string, Pick<Target, 'seconds' | 'paused_in'>> = {
  dispatch: { seconds: 5 * 60, paused_in: [] },
  first_response: { seconds: 30 * 60, paused_in: [] },
  next_response: { seconds: 60 * 60, paused_in: [] },
  update: { seconds: 60 * 60, paused_in: [] },
  resolution: { seconds: 24 * 3600, paused_in: ['pending', 'on_hold'] },
  ask: { seconds: 4 * 3600, paused_in: [] },
  recovery: { seconds: 24 * 3600, paused_in: [] },
}

/** A promise of the kind, or of the first kind that is not promised yet. */
export function newTarget(there: readonly { kind: string }[], wanted?: string): TargetRow {
  const kind = wanted ?? kinds.find((one) => there.every((target) => target.kind !== one)) ?? 'first_response'
  const { seconds, paused_in } = usual[kind] ?? { seconds: 3600, paused_in: [] }
  return keyed({ kind, seconds, hours: 'business', calendar: null, when: [], warn: [0.8], warn_before: [], paused_in: [...paused_in] })
}

/** The target becomes a promise of another kind, with its usual time if nobody has set one of their own. */
export function turnInto(target: TargetRow, kind: string): void {
  const before = usual[target.kind]
  const after = usual[kind]
  if (before && after && target.seconds === before.seconds) target.seconds = after.seconds
  if (before && after && String(target.paused_in) === String(before.paused_in)) target.paused_in = [...after.paused_in]
  target.kind = kind
}

const rung = (part: Partial<Rung> & Pick<Rung, 'moment' | 'to'>): RungRow =>
  keyed({ share: null, seconds: 0, kinds: [], by: ['screen'], every: null, times: 1, ...part })

/** The steps most desks want: the owner in time, the lead at the due instant, those above when nothing happens. */
export function usualLadder(): RungRow[] {
  return [
    rung({ moment: 'before', share: 0.8, to: ['owner'], by: ['screen', 'push'] }),
    rung({ moment: 'at', to: ['owner', 'lead'], by: ['screen', 'push', 'email'] }),
    rung({ moment: 'after', seconds: 30 * 60, to: ['supervisors'], by: ['screen', 'push', 'email'] }),
    rung({ moment: 'after', seconds: 2 * 3600, to: ['managers'], by: ['screen', 'email'] }),
  ]
}

/** The next step up from those that are there. */
export function newRung(there: readonly Rung[]): RungRow {
  const steps = usualLadder()
  const open = steps.find((step) => there.every(({ moment, seconds }) => moment !== step.moment || seconds !== step.seconds))
  return open ?? rung({ moment: 'after', seconds: 4 * 3600, to: ['managers'] })
}

/** A step moves to another moment and keeps nothing that has no meaning there. */
export function setMoment(step: RungRow, moment: string): void {
  const byShare = moment === 'before'
  step.moment = moment
  step.share = byShare ? (step.share ?? 0.8) : null
  if (moment === 'at' || byShare) step.seconds = 0
  else if (step.seconds === 0) step.seconds = moment === 'unopened' ? 10 * 60 : 30 * 60
  if (moment === 'before' || moment === 'unopened') Object.assign(step, { every: null, times: 1 })
}

export function blank(): Draft {
  return {
    name: '', always: false, active: true, condition: [newCondition()], calendar: null, note_answers: false,
    targets: [newTarget([], 'first_response'), newTarget([], 'resolution')], ladder: usualLadder(),
  }
}

export function draftOf(policy: PolicyBody): Draft {
  const { name, always, active, calendar, note_answers, condition, targets, ladder } = structuredClone(policy)
  return {
    name, always, active, calendar, note_answers,
    condition: condition.map(keyed),
    targets: targets.map((target) => Object.assign(keyed(target), { when: target.when.map(keyed) })),
    ladder: ladder.map(keyed),
  }
}

/** What is sent. A policy for every ticket has no conditions, whatever was written before that was chosen. */
export function bodyOf({ name, always, active, calendar, note_answers, condition, targets, ladder }: Draft): PolicyBody {
  return {
    name: name.trim(), always, active, calendar, note_answers,
    condition: always ? [] : condition.map(conditionOf),
    targets: targets.map(({ kind, seconds, hours, calendar: on, when, warn, warn_before, paused_in }) => ({
      kind, seconds, hours, calendar: hours === 'business' ? on : null, when: when.map(conditionOf),
      warn: sorted(warn), warn_before: sorted(warn_before).toReversed(), paused_in: [...paused_in],
    })),
    ladder: ladder.map(({ moment, share, seconds, kinds: about, to, by, every, times }) => ({
      moment, share, seconds, kinds: [...about], to: [...to], by: [...by], every, times: every === null ? 1 : times,
    })),
  }
}

const conditionOf = ({ trait, among, unless }: ConditionRow): Condition => ({ trait, among: [...among], unless })
const sorted = (numbers: readonly number[]): number[] => [...new Set(numbers)].toSorted((a, b) => a - b)
