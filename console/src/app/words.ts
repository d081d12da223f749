import { useI18n } from 'vue-i18n'

import type english from '@/app/words/en'

export type Words = typeof english

type Paths<Node, Above extends string = ''> = {
  [Name in keyof Node & string]: Node[Name] extends string
    ? `${Above}${Name}`
    : Paths<Node[Name], `${Above}${Name}.`>
}[keyof Node & string]

/** The name of a text: `inbox.title`. A misspelt one does not compile. */
export type Word = Paths<Words>

export type Say = (word: Word, values?: Record<string, unknown>, count?: number) => string

/** Says a text in the person's language: `const say = useWords()`, then `say('tickets.title', { number })`. */
export function useWords(): Say {
  const { t } = useI18n({ useScope: 'global' })
  return (word, values = {}, count) => (count === undefined ? t(word, values) : t(word, values, count))
}
