import type { Dictionary } from '@/api/shapes'

export const decided = ['type', 'level', 'mood', 'complexity'] as const
export const extractable = ['phone', 'email', 'amount', 'date'] as const
export const values = { level: ['urgent', 'important', 'normal'], mood: ['angry', 'worried', 'calm'], complexity: ['complex', 'simple'] } as const

/** A group of words as it is edited: lists are one text each. */
export interface EntryDraft {
  key: number
  sets: string
  value: string
  words: string
  unless: string
  weight: number
}

export interface FieldDraft {
  key: number
  name: string
  pattern: string
  label: Record<string, string>
}

export interface Draft {
  entries: EntryDraft[]
  fields: FieldDraft[]
  extract: string[]
}

export interface DictionaryBody {
  entries: { sets: string; value: string; words: string[]; unless: string[]; weight: number }[]
  fields: { name: string; pattern: string; label: Record<string, string> }[]
  extract: string[]
}

let keys = 0
export const newKey = (): number => (keys += 1)

export function draftOf({ entries, fields, extract }: Dictionary): Draft {
  return {
    entries: entries.map(({ words, unless, ...rest }) => ({ ...rest, key: newKey(), words: joined(words), unless: joined(unless) })),
    fields: fields.map(({ name, pattern, label }) => ({ key: newKey(), name, pattern, label: { ...label } })),
    extract: [...extract],
  }
}

export function bodyOf({ entries, fields, extract }: Draft): DictionaryBody {
  return {
    entries: entries.map(({ sets, value, words, unless, weight }) => ({ sets, value, words: wordsIn(words), unless: wordsIn(unless), weight })),
    fields: fields.map(({ name, pattern, label }) => ({ name: name.trim(), pattern, label: filled(label) })),
    extract: extractable.filter((each) => extract.includes(each)),
  }
}

/** Words as somebody lists them: between commas of either width, 顿号, semicolons or line breaks, each once. */
export function wordsIn(text: string): string[] {
  return [...new Set(text.split(/[,，、;；\n]/u).map((word) => word.trim()).filter(Boolean))]
}

function joined(words: readonly string[]): string {
  return words.join('，')
}

function filled(label: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(label).map(([language, text]) => [language, text.trim()]).filter(([, text]) => text))
}
