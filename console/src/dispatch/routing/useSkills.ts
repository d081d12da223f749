import { shallowReadonly, shallowRef, watch, type ShallowRef } from 'vue'

import type { Named } from '@/api/shapes'
import { session } from '@/identity/session'
import { listSkills } from '@/workforce/skills/calls'

const known = shallowRef<readonly Named[]>([])

watch(session, (now, before) => { if (now?.workspace.id !== before?.workspace.id) known.value = [] })

/** The skills that this workspace knows, for a page that has asked for them. */
export function useSkills(): { skills: Readonly<ShallowRef<readonly Named[]>>; readSkills: () => Promise<void> } {
  return { skills: shallowReadonly(known), readSkills: async () => { known.value = await listSkills() } }
}
