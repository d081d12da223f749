import type { Explanation } from '@/api/shapes'
import type { Say } from '@/app/words'
import type { Days } from '@/clock/explain/days'

export type Step = Explanation['steps'][number]

/** A step as it is shown: its sentence, when it was, what stands beside, and how it looks. */
export interface Line {
  mood: 'start' | 'run' | 'still' | 'closed' | 'change' | 'due' | 'late' | 'kept'
  text: string
  /** Under the sentence, softer. */
  more: string
  /** Seconds of the promise that were used when this step ended; null where it used none. */
  spent: number | null
}

export interface Speech {
  say: Say
  /** The text of a family of words, or that of `other`. */
  among: (family: string, value: string) => string
  span: (seconds: number) => string
  days: Days
  /** What a promise is called. */
  kind: (kind: string) => string
  because: (pairs: readonly (readonly [string, string])[]) => string
  /** What is left of a clock that stands still. */
  left: string
}

/** What comes with a step is the desk's, by the step's name. */
type Params = Record<string, unknown>
type Told = (params: Params, step: Step, speech: Speech) => { text: string; more?: string }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

const tellers: Record<string, readonly [Line['mood'], Told]> = {
  started: ['start', ({ why }, { at }, { among, days }) => ({ text: among('explain.step.started', text(why)), more: days.moment(at) })],
  policy: ['start', ({ policy, because }, _, { say, because: said }) => ({ text: say('explain.step.policy', { policy, because: said((because ?? []) as [string, string][]) }) })],
  target: ['start', ({ seconds, calendar, kind }, _, { say, span, kind: named }) => {
    const told = { kind: named(text(kind)), span: span(number(seconds)), calendar }
    return { text: calendar ? say('explain.step.target', told) : say('explain.step.targetAround', told) }
  }],
  worked: ['run', ({ date, stretches, special, name }, _, { say, days }) => {
    const hours = (stretches as [string, string][]).map(([from, to]) => `${days.time(from)}–${ends(days.time(to))}`).join(', ')
    return { text: say('explain.step.worked', { day: days.date(text(date)), hours }), more: text(name) || (special ? say('explain.step.special') : '') }
  }],
  worked_days: ['run', ({ from, to, days: n }, _, { say, days }) => ({ text: days.dates(text(from), text(to)), more: say('explain.step.worked_days', { days: say('explain.days', { n }) }) })],
  ran: ['run', ({ until }, { at }, { say, days }) => ({ text: say('explain.to', { from: days.moment(at), to: days.moment(text(until)) }), more: say('explain.step.ran') })],
  closed: ['closed', ({ from, to }, _, { say, days }) => ({ text: days.dates(text(from), text(to)), more: say('explain.step.closed') })],
  holiday: ['closed', ({ from, to, name }, _, { say, days }) => ({ text: days.dates(text(from), text(to)), more: say('explain.step.holiday', { name: name ?? say('explain.step.holidayUnnamed') }) })],
  paused: ['still', ({ until, why, reason }, { at }, { say, among, days }) => ({
    text: until ? say('explain.to', { from: days.moment(at), to: days.moment(text(until)) }) : say('explain.step.pausedNow', { from: days.moment(at) }),
    more: [among('explain.step.paused', text(why)), reason ? say('explain.step.reason', { reason }) : ''].filter(Boolean).join(' '),
  })],
  changed: ['change', ({ why, seconds, policy, was_due_at }, { at }, { say, among, span, days }) => ({
    text: `${days.moment(at)} · ${among('explain.step.changed', text(why))}`,
    more: [say('explain.step.changedTo', { span: span(number(seconds)), policy }), was_due_at ? say('explain.step.dueBefore', { at: days.moment(text(was_due_at)) }) : ''].filter(Boolean).join(' '),
  })],
  standing: ['still', (_, __, { say, left }) => ({ text: say('explain.step.standing', { left }) })],
  never: ['late', ({ calendar }, _, { say }) => ({ text: say('explain.step.never', { calendar }) })],
  due: ['due', (_, { at }, { say, days }) => ({ text: say('explain.step.due', { at: days.moment(at) }) })],
  broken: ['late', ({ cause }, { at }, { say, days }) => ({ text: say('explain.step.broken'), more: [days.moment(at), cause ? say('explain.step.brokenBecause') : ''].filter(Boolean).join(' · ') })],
  kept: ['kept', (_, { at }, { say, days }) => ({ text: say('explain.step.kept'), more: days.moment(at) })],
  done_late: ['late', (_, { at }, { say, days }) => ({ text: say('explain.step.done_late'), more: days.moment(at) })],
  cancelled: ['still', ({ why }, { at }, { say, among, days }) => {
    const ended = among('explain.ended', text(why))
    return { text: ended ? say('explain.step.cancelled', { why: ended }) : say('explain.step.cancelledPlain'), more: days.moment(at) }
  }],
}

/** The end of a day is called 24:00, not the 00:00 that it also is. */
const ends = (time: string): string => (time === '00:00' ? '24:00' : time)

/** A step in words; one that this console does not know is left out. */
export function lineOf(step: Step, kind: string, speech: Speech): Line | null {
  const teller = tellers[step.step]
  if (!teller) return null
  const [mood, tell] = teller
  const params: Params = { kind, ...step.params }
  const { text: said, more = '' } = tell(params, step, speech)
  return { mood, text: said, more, spent: typeof params['spent'] === 'number' ? params['spent'] : null }
}
