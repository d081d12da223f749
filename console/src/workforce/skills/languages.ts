import { computed, type ComputedRef } from 'vue'

import { language } from '@/app/language'

/** Those that are offered; any other code the desk knows is shown too. */
const common = ['zh', 'en', 'yue', 'ja', 'ko', 'fr', 'de', 'es', 'pt', 'ru', 'ar', 'it', 'th', 'vi', 'id', 'ms']

const names = computed(() => new Intl.DisplayNames(language.value, { type: 'language' }))

/** A language's name in the person's own: 中文, English. */
export function nameOf(code: string): string {
  try {
    return names.value.of(code) ?? code
  } catch {
    return code
  }
}

export function useLanguages(spoken: () => readonly string[]): ComputedRef<{ value: string; label: string }[]> {
  return computed(() => [...new Set([...common, ...spoken()])].map((value) => ({ value, label: nameOf(value) })))
}
