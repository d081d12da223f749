import { createI18n } from 'vue-i18n'

import type { Words } from '@/app/words'
import english from '@/app/words/en'

export const languages = { 'zh-CN': '简体中文', en: 'English' } as const
export type Language = keyof typeof languages

const remembered = 'jishi.language'

/** What to speak: what the person chose last, else the first of the browser's languages that we know, else English. */
export function chooseLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen !== null && chosen in languages) return chosen as Language
  const known = browser.map((tag) => tag.toLowerCase().split('-')[0]).find((base) => base === 'zh' || base === 'en')
  return known === 'zh' ? 'zh-CN' : 'en'
}

export const i18n = createI18n<[Words], Language, false>({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en: english } as never,
})

/** The language spoken now. */
export const language = i18n.global.locale

/** Speak another language from here on, also after a reload. */
export async function switchLanguage(to: Language): Promise<void> {
  localStorage.setItem(remembered, to)
  await speak(to)
}

/** Speak the language that this browser calls for; before the first page is drawn. */
export async function startLanguage(): Promise<void> {
  await speak(chooseLanguage(localStorage.getItem(remembered), navigator.languages))
}

async function speak(to: Language): Promise<void> {
  if (to === 'zh-CN' && !i18n.global.availableLocales.includes(to)) {
    i18n.global.setLocaleMessage(to, (await import('@/app/words/zh-CN')).default)
  }
  language.value = to
  document.documentElement.lang = to
}
