import { computed, shallowReadonly, shallowRef } from 'vue'

import { call, tell } from '@/api/call'
import { attached, whenSignedOut } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Me } from '@/api/shapes'
import type { Permission } from '@/identity/permissions'

export interface Credentials {
  /** Left out while the desk has only one. */
  workspace?: string
  email: string
  password: string
}

const current = shallowRef<Me | null>(null)

/** Who is signed in, or null. */
export const session = shallowReadonly(current)
export const signedIn = computed(() => current.value !== null)

/** Whether the person may do that; the server decides again on every request. */
export function may(permission: Permission): boolean {
  return current.value?.permissions.includes(permission) ?? false
}

/** Take up the session that the browser's cookie stands for; null when there is none. */
export async function resumeSession(): Promise<Me | null> {
  try {
    return begin(await call<Me>('get', '/session'))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

export async function signIn(credentials: Credentials): Promise<Me> {
  return begin(await call<Me>('post', '/session', { body: credentials }))
}

export async function signOut(): Promise<void> {
  await tell('delete', '/session')
  end()
}

/** From here on this person is signed in, or is known by new particulars. */
export function begin(begun: Me): Me {
  attached.csrf = begun.csrf
  current.value = begun
  return begun
}

function end(): void {
  attached.csrf = ''
  current.value = null
}

whenSignedOut(end)
