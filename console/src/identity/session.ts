import { computed, shallowReadonly, shallowRef } from 'vue'

import { api, attached, bodyOf, whenSignedOut } from '@/api/client'
import { Problem } from '@/api/problem'
import type { components } from '@/api/schema'

export type Session = components['schemas']['Session']

const current = shallowRef<Session | null>(null)

/** Who is signed in, or null. */
export const session = shallowReadonly(current)
export const signedIn = computed(() => current.value !== null)

/** Whether the person may do that; the server decides again on every request. */
export function may(permission: string): boolean {
  return current.value?.permissions.includes(permission) ?? false
}

/** Take up the session that the browser's cookie stands for; null when there is none. */
export async function resumeSession(): Promise<Session | null> {
  try {
    return begin(await bodyOf(api.GET('/api/v1/session')))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

export async function signIn(credentials: components['schemas']['SignIn']): Promise<Session> {
  return begin(await bodyOf(api.POST('/api/v1/session', { body: credentials })))
}

export async function signOut(): Promise<void> {
  await api.DELETE('/api/v1/session')
  end()
}

function begin(begun: Session): Session {
  attached.csrf = begun.csrf_token
  current.value = begun
  return begun
}

function end(): void {
  attached.csrf = ''
  current.value = null
}

whenSignedOut(end)
