import { expect, test } from 'vitest'

import type { AuditEntry } from '@/api/shapes'
import { changesOf, kindOfDoer, partsOf, sentenceOf } from '@/identity/auditSentence'

const entry = (kind: string, fields: Record<string, unknown>): AuditEntry =>
  ({ id: 1, at: '2026-01-05T01:00:00Z', kind, by: 'person:1', person: { id: 1, name: '李小红' }, fields })
const rostering = (rostered: boolean | null): AuditEntry => entry('RosteringChanged', { person_ids: [2, 3], rostered })
const people = new Map([[2, '王芳']])
const teams = new Map([[9, '退款组']])

test('people and teams are called by their names', () => {
  expect(partsOf(entry('MemberJoinedTeam', { person_id: 2, team_id: 9 }), people, teams)).toMatchObject({ person: '王芳', team: '退款组' })
})

test('whoever is gone keeps their number', () => {
  expect(partsOf(entry('PersonChanged', { person_id: 3 }), people, teams)['person']).toBe('#3')
})

test('a calendar that is taken away is another sentence than one that is given', () => {
  const given = { subject: 'team', subject_id: 9, calendar_id: 4, whose: '退款组', name: '夜班' }
  expect(sentenceOf(entry('CalendarGiven', given))).toBe('CalendarGiven')
  expect(sentenceOf(entry('CalendarGiven', { ...given, calendar_id: null }))).toBe('CalendarTaken')
  expect(sentenceOf(entry('CalendarGiven', { ...given, subject: 'workspace' }))).toBe('CalendarDefault')
  expect(sentenceOf(entry('SomethingNew', {}))).toBeUndefined()
  expect(partsOf(entry('CalendarRunsOut', { unknown_from: '2027-01-01', name: '夜班' }), people, teams)).toMatchObject({ year: '2027', name: '夜班' })
})

test('a change says what was and what is', () => {
  expect(changesOf(entry('PersonChanged', { changes: { role: ['agent', 'manager'] } }))).toEqual([{ field: 'role', was: 'agent', now: 'manager' }])
  expect(changesOf(entry('SignedIn', {}))).toEqual([])
})

test('who did it is known by the word before the colon', () => {
  expect(kindOfDoer('customer:7')).toBe('customer')
  expect(kindOfDoer('system')).toBe('system')
})

test('who works by roster is told by names, and by what was said of them', () => {
  expect(partsOf(rostering(true), people, teams)['people']).toBe('王芳, #3')
  expect([true, false, null].map((each) => sentenceOf(rostering(each)))).toEqual(['RosteringChanged', 'RosteringEnded', 'RosteringUnsaid'])
})
