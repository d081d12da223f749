import { computed, shallowRef, watch, type ComputedRef } from 'vue'

import { call } from '@/api/call'
import type { Choice, Workspace } from '@/api/shapes'
import { language } from '@/app/language'
import { session } from '@/identity/session'

const known = shallowRef<readonly Choice[]>([])
let asked = false

watch(session, (now, before) => {
  if (now?.workspace.id !== before?.workspace.id) asked = false
})

async function read(): Promise<void> {
  known.value = (await call<Workspace>('get', '/workspace')).settings.types
}

interface Types {
  types: ComputedRef<{ value: string; label: string }[]>
  /** A type that the workspace has since dropped is called by its key. */
  nameOf: (type: string) => string
}

/** The kinds of request that this workspace knows. */
export function useTypes(): Types {
  if (!asked) {
    asked = true
    read().catch(() => { asked = false })
  }
  const types = computed(() => known.value.map((type) => ({ value: type.key, label: language.value === 'zh-CN' ? type.zh : type.en })))
  return { types, nameOf: (key) => types.value.find(({ value }) => value === key)?.label ?? key }
}
