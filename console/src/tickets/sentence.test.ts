import { expect, test } from 'vitest'

import english from '@/app/words/en'
import chinese from '@/app/words/zh-CN'
import { actorOf, sentenceOf } from '@/tickets/sentence'

const known = (kind: string): boolean => kind in english.tickets.fact
const fact = (kind: string, fields: object = {}): Parameters<typeof sentenceOf>[0] => ({ kind, at: '2026-03-02T10:00:00Z', by: { kind: 'person', id: 3, name: '李娜' }, ...fields })

test('taking a ticket, being given one and passing one on are told apart', () => {
  expect(sentenceOf(fact('TicketAssigned', { agent_id: 3 }), known)).toBe('TicketTaken')
  expect(sentenceOf(fact('TicketAssigned', { agent_id: 4 }), known)).toBe('TicketAssigned')
  expect(sentenceOf(fact('TicketAssigned', { agent_id: 4, from_agent_id: 5 }), known)).toBe('TicketAssignedFrom')
})

test('why a ticket opened again or closed is told', () => {
  expect(sentenceOf(fact('TicketReopened', { why: 'customer_wrote' }), known)).toBe('TicketReopenedByCustomer')
  expect(sentenceOf(fact('TicketReopened', { why: 'asked' }), known)).toBe('TicketReopened')
  expect(sentenceOf(fact('TicketClosed', { why: 'no_objection' }), known)).toBe('TicketClosedBySilence')
})

test('who wrote, and how, is told apart', () => {
  expect(sentenceOf(fact('MessageReceived'), known)).toBe('MessageRecorded')
  expect(sentenceOf({ ...fact('MessageReceived'), by: 'customer:7' }, known)).toBe('MessageReceived')
  expect(sentenceOf(fact('MessageReceived', { automatic: true }), known)).toBe('MessageReceivedAutomatic')
  expect(sentenceOf(fact('ReplySent', { spoken: true }), known)).toBe('ReplySpoken')
  expect(sentenceOf(fact('TicketDiscarded', { why: 'spam' }), known)).toBe('TicketDiscardedAsSpam')
})

test('a kind of fact from a newer desk has no sentence yet', () => {
  expect(sentenceOf(fact('TicketTeleported'), known)).toBeNull()
})

const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).toSorted()

test('both languages have the same sentences, with the same blanks to fill', () => {
  for (const [kind, text] of Object.entries(english.tickets.fact)) {
    expect([kind, blanks(chinese.tickets.fact[kind as keyof typeof english.tickets.fact])]).toEqual([kind, blanks(text)])
  }
})

test('an actor is understood in both spellings', () => {
  expect(actorOf('person:12')).toEqual({ kind: 'person', id: 12, name: null })
  expect(actorOf('system')).toEqual({ kind: 'system', id: null, name: null })
})
