import { computed, shallowReadonly, shallowRef } from 'vue'

import { call, tell } from '@/api/call'
import { attached, whenSignedOut } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Named, Session, Workspace } from '@/api/shapes'
import type { Permission } from '@/identity/permissions'

export interface Credentials {
  /** Left out while the desk has only one. */
  workspace?: string
  email: string
  password: string
}

/** Who is signed in, where, and what they may do. */
export interface Me {
  person: { id: number; name: string; email: string; role: string; language: string | null; zone: string }
  workspace: Workspace
  teams: Named[]
  permissions: string[]
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
    return begin(await call<Session>('get', '/session'))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

export async function signIn(credentials: Credentials): Promise<Me> {
  return begin(await call<Session>('post', '/session', { body: credentials }))
}

export async function signOut(): Promise<void> {
  await tell('delete', '/session')
  end()
}

/** From here on this person is signed in, or is known by new particulars. */
export function begin(begun: Session): Me {
  const { id, name, email, role, own_language: language, zone, workspace, teams, permissions, csrf_token: csrf } = begun
  attached.csrf = csrf ?? ''
  return (current.value = { person: { id, name, email, role, language, zone }, workspace, teams, permissions })
}

function end(): void {
  attached.csrf = ''
  current.value = null
}

whenSignedOut(end)
