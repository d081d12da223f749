import { computed, type ComputedRef, type WritableComputedRef } from 'vue'

import { useWords, type Word } from '@/app/words'
import { useVocabulary, type Option } from '@/clock/policies/vocabulary'

/** The calendars to choose from, the first choice being none: `none` says what holds then. */
export function useCalendarChoices(of: () => { calendar: number | null }, none: Word): {
  choices: ComputedRef<Option[]>
  chosen: WritableComputedRef<string>
} {
  const say = useWords()
  const { vocabulary } = useVocabulary()
  const choices = computed(() => {
    const { calendars } = vocabulary.value
    const usual = calendars.find(({ is_default }) => is_default)?.name ?? '…'
    return [{ value: '', label: say(none, { name: usual }) }, ...calendars.map(({ id, name }) => ({ value: String(id), label: name }))]
  })
  const chosen = computed({
    get: () => String(of().calendar ?? ''),
    set: (id) => { of().calendar = id ? Number(id) : null },
  })
  return { choices, chosen }
}
