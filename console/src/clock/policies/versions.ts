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
  const before = new Map(was.map((target) => [same(target), wholly(tongue, target)]))
  const after = new Map(now.map((target) => [same(target), wholly(tongue, target)]))
  const changes = [...after].flatMap(([key, text]) => {
    const old = before.get(key)
    if (old === undefined) return [say('policies.versions.targetAdded', { now: text })]
    return old === text ? [] : [say('policies.versions.targetChanged', { was: old, now: text })]
  })
  const gone = [...before].flatMap(([key, text]) => (after.has(key) ? [] : [say('policies.versions.targetRemoved', { was: text })]))
  const moved = kept(before, after) === kept(after, before) ? [] : [say('policies.versions.reordered')]
  return [...changes, ...gone, ...moved]
}

/** What both have, in the order of the first. */
const kept = (those: Map<string, string>, others: Map<string, string>): string => [...those.keys()].filter((key) => others.has(key)).join('\n')

const wholly = (tongue: Tongue, target: Target): string => [targetSaid(tongue, target), ...targetDetails(tongue, target)].join(' · ')

function ladderChanges(tongue: Tongue, { ladder: was }: PolicyBody, { ladder: now }: PolicyBody): string[] {
  const before = was.map((rung) => rungSaid(tongue, rung))
  const after = now.map((rung) => rungSaid(tongue, rung))
  return [
    ...after.filter((text) => !before.includes(text)).map((text) => tongue.say('policies.versions.rungAdded', { now: text })),
    ...before.filter((text) => !after.includes(text)).map((text) => tongue.say('policies.versions.rungRemoved', { was: text })),
  ]
}
