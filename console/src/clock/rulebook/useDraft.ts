import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

import { Problem } from '@/api/problem'
import { useUnsaved } from '@/clock/policies/useUnsaved'

interface Drafting<Draft> {
  draft: Ref<Draft | null>
  /** Somebody else has saved a later version than the one that was seen. */
  conflict: ShallowRef<boolean>
  /** What is sent, as text: the same text, the same clause. */
  written: ComputedRef<string>
  /** Starts from a draft; what of it is `kept` already, if not all. */
  begin: (from: Draft, kept?: Draft) => void
  /** Sends it, and notes a conflict; whatever went wrong is thrown. */
  send: (what: () => Promise<unknown>) => Promise<void>
  /** It is stored: the page may be left. */
  keep: () => void
}

/** A clause that is being written: until it is stored, the page asks before it is left. */
export function useDraft<Draft, Body>(bodyOf: (draft: Draft) => Body): Drafting<Draft> {
  const draft = ref(null) as Ref<Draft | null>
  const saved = shallowRef('')
  const conflict = shallowRef(false)
  const textOf = (of: Draft): string => JSON.stringify(bodyOf(of))
  const written = computed(() => (draft.value ? textOf(draft.value) : ''))
  const { mayLeave } = useUnsaved(() => written.value !== saved.value)
  onBeforeRouteLeave(mayLeave)

  return {
    draft,
    conflict,
    written,
    begin(from, kept = from) {
      draft.value = from
      saved.value = textOf(kept)
      conflict.value = false
    },
    async send(what) {
      try {
        await what()
      } catch (error) {
        conflict.value = error instanceof Problem && error.status === 409
        throw error
      }
    },
    keep: () => { saved.value = written.value },
  }
}
