import type { PolicyGiven } from '@/api/shapes'

/** A policy as it is sent to the desk and comes back, apart from what the desk adds: id, version, place. */
export type PolicyBody = PolicyGiven
export type Condition = PolicyBody['condition'][number]
export type Target = PolicyBody['targets'][number]
/** A step of the ladder: who is told of a promise, when, and how. */
export type Rung = PolicyBody['ladder'][number]

export const kinds = ['first_response', 'next_response', 'resolution', 'dispatch', 'update', 'ask', 'recovery'] as const
export const traits = ['level', 'type', 'tier', 'channel', 'team', 'tag', 'complexity', 'language', 'field'] as const
/** What routing rules can ask besides; a policy holds for a ticket's whole life, so it asks nothing of the hour it came. */
export const routingTraits = ['type', 'level', 'tier', 'channel', 'text', 'tag', 'language', 'mood', 'complexity', 'hours', 'weekday', 'hour', 'history', 'field'] as const
export type TraitFamily = (typeof traits)[number] | (typeof routingTraits)[number]
export const moments = ['before', 'at', 'after', 'unopened'] as const
export const recipients = ['owner', 'lead', 'team', 'supervisors', 'managers', 'administrators', 'followers'] as const
export const shifts = ['on_shift:supervisor', 'on_shift:agent'] as const
export const media = ['screen', 'push', 'email'] as const
export const pausable = ['pending', 'on_hold', 'new'] as const

/** Which of the kinds of condition a trait is: `field.city` is a `field`. */
export const familyOf = (trait: string): string => (trait.startsWith('field.') ? 'field' : trait)
