import { computed, shallowReadonly, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'

import type { Choice, Named, Person } from '@/api/shapes'
import { language } from '@/app/language'
import { useWords } from '@/app/words'
import { listCalendars } from '@/clock/calendars/calls'
import type { Tongue } from '@/clock/policies/phrases'
import { listPeople, listTeams, readWorkspace } from '@/identity/calls'
import { session } from '@/identity/session'
import { channels } from '@/tickets/channels'
import { levels } from '@/tickets/model'
import { useTerm } from '@/ui/useTerm'

/** The names that this workspace gives things. */
export interface Vocabulary {
  types: readonly Choice[]
  tiers: readonly Choice[]
  teams: readonly Named[]
  people: readonly Person[]
  calendars: readonly (Named & { is_default: boolean })[]
}

export interface Option {
  value: string
  label: string
}

const nothing: Vocabulary = { types: [], tiers: [], teams: [], people: [], calendars: [] }
const known = shallowRef(nothing)

watch(session, (now, before) => { if (now?.workspace.id !== before?.workspace.id) known.value = nothing })

/** For a page to ask anew for the names that it is about to say. Until they come a thing is called by its number. */
export function provideVocabulary(): () => Promise<void> {
  return async () => {
    const [{ settings }, teams, people, calendars] = await Promise.all([readWorkspace(), listTeams(), listPeople(), listCalendars()])
    known.value = { types: settings.types, tiers: settings.tiers, teams, people, calendars }
  }
}

const chosen = (choices: readonly Choice[]): Option[] =>
  choices.map((choice) => ({ value: choice.key, label: language.value === 'zh-CN' ? choice.zh : choice.en }))

const nameIn = (things: readonly Named[], id: number): string => things.find((thing) => thing.id === id)?.name ?? `#${id}`

function listed(type: 'conjunction' | 'disjunction', spoken: string): (names: readonly string[]) => string {
  const format = new Intl.ListFormat(spoken, { type })
  return (names) => format.format(names)
}

const upTo = (end: number): string[] => Array.from({ length: end }, (_, at) => String(at))

/** What routing rules ask with few answers; their words are those of `policies`. */
const closed: Readonly<Record<string, readonly string[]>> = {
  mood: ['calm', 'worried', 'angry'], hours: ['open', 'closed'], weekday: upTo(7), hour: upTo(24),
  history: ['new', 'returning', 'open_ticket', 'complained_30d', 'low_score_30d'],
}

interface Known {
  vocabulary: Readonly<ShallowRef<Vocabulary>>
  tongue: ComputedRef<Tongue>
  /** The values that a condition can name; null when any word will do. */
  optionsOf: (trait: string) => Option[] | null
}

export function useVocabulary(): Known {
  const say = useWords()
  const term = useTerm()

  const worded = (family: string, values: readonly string[]): Option[] => values.map((value) => ({ value, label: term(family, value) }))

  function optionsOf(trait: string): Option[] | null {
    const { types, tiers, teams } = known.value
    if (trait === 'level') return worded('tickets.level', levels)
    if (trait === 'channel') return worded('tickets.channel', channels)
    if (trait === 'complexity') return worded('policies.complexity', ['simple', 'complex'])
    if (trait === 'language') return worded('policies.spoken', ['zh-CN', 'en'])
    if (trait in closed) return worded(`policies.asked.${trait}`, closed[trait] ?? [])
    if (trait === 'type') return chosen(types)
    if (trait === 'tier') return chosen(tiers)
    return trait === 'team' ? teams.map(({ id, name }) => ({ value: String(id), label: name })) : null
  }

  const tongue = computed<Tongue>(() => {
    return {
      say,
      term,
      anyOf: listed('disjunction', language.value),
      allOf: listed('conjunction', language.value),
      named: (trait, value) => optionsOf(trait)?.find((option) => option.value === value)?.label ?? value,
      calendar: (id) => nameIn(known.value.calendars, id),
      person: (id) => nameIn(known.value.people, id),
    }
  })
  return { vocabulary: shallowReadonly(known), tongue, optionsOf }
}
