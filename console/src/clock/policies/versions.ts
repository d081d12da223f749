import type { Word } from '@/app/words'
import type { PolicyBody, Target } from '@/clock/policies/model'
import { conditionsSaid, rungSaid, targetDetails, targetSaid, whoSaid, type Tongue } from '@/clock/policies/phrases'

/** What a later version of a policy says that the earlier one did not, a sentence each; empty when nothing is different. */
export function changesSaid(tongue: Tongue, was: PolicyBody, now: PolicyBody): string[] {
  const { say } = tongue
  const pair = (word: Word, before: string, after: string): string[] => (before === after ? [] : [say(word, { was: before, now: after })])
  const calendar = (id: number | null): string => (id === null ? say('policies.versions.ownCalendar') : tongue.calendar(id))
  return [
    ...(was.active === now.active ? [] : [say(now.active ? 'policies.versions.on' : 'policies.versions.off')]),
    ...pair('policies.versions.name', was.name, now.name),
    ...pair('policies.versions.who', whoSaid(tongue, was), whoSaid(tongue, now)),
    ...pair('policies.versions.calendar', calendar(was.calendar), calendar(now.calendar)),
    ...(was.note_answers === now.note_answers ? [] : [say(now.note_answers ? 'policies.versions.noteOn' : 'policies.versions.noteOff')]),
    ...targetChanges(tongue, was.targets, now.targets),
    ...ladderChanges(tongue, was, now),
  ]
}

function targetChanges(tongue: Tongue, was: readonly Target[], now: readonly Target[]): string[] {
  const { say } = tongue
  // A promise is the same one as before when it is of the same kind for the same tickets.
  const same = ({ kind, when }: Target): string => `${kind} ${conditionsSaid(tongue, when)}`
  const before = new Map(was.map((target) => [same(target), target]))
  const after = new Map(now.map((target) => [same(target), target]))
  const changes = [...after].flatMap(([key, target]) => {
    const old = before.get(key)
    return old ? targetChange(tongue, old, target) : [say('policies.versions.targetAdded', { now: targetSaid(tongue, target) })]
  })
  const gone = [...before].flatMap(([key, target]) => (after.has(key) ? [] : [say('policies.versions.targetRemoved', { was: targetSaid(tongue, target) })]))
  const moved = kept(before, after) === kept(after, before) ? [] : [say('policies.versions.reordered')]
  return [...changes, ...gone, ...moved]
}

/** What both have, in the order of the first. */
const kept = (those: Map<string, unknown>, others: Map<string, unknown>): string => [...those.keys()].filter((key) => others.has(key)).join('\n')

/** The time that changed, and what else is different; a promise that stays as it is says nothing. */
function targetChange(tongue: Tongue, was: Target, now: Target): string[] {
  const { say } = tongue
  const [before, after] = [targetSaid(tongue, was), targetSaid(tongue, now)]
  const details = [was, now].map((target) => targetDetails(tongue, target).join(say('policies.said.space')) || say('policies.versions.plain'))
  return [
    ...(before === after ? [] : [say('policies.versions.targetChanged', { was: before, now: after })]),
    ...(details[0] === details[1] ? [] : [say('policies.versions.detailsChanged', { promise: after, was: details[0], now: details[1] })]),
  ]
}

function ladderChanges(tongue: Tongue, { ladder: was }: PolicyBody, { ladder: now }: PolicyBody): string[] {
  const before = was.map((rung) => rungSaid(tongue, rung))
  const after = now.map((rung) => rungSaid(tongue, rung))
  return [
    ...after.filter((text) => !before.includes(text)).map((text) => tongue.say('policies.versions.rungAdded', { now: text })),
    ...before.filter((text) => !after.includes(text)).map((text) => tongue.say('policies.versions.rungRemoved', { was: text })),
  ]
}
