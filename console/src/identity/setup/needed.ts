import { call } from '@/api/call'

interface Door {
  /** This desk has no workspace yet. */
  needed: boolean
  /** This desk is the demo. */
  demo?: boolean
}

let known: Door | null = null

/** What can be known before signing in. Asked until there is a workspace: from then on it does not change. */
export async function readDoor(): Promise<Door> {
  if (known === null || known.needed) known = await call<Door>('get', '/setup')
  return known
}

export const setupIsNeeded = async (): Promise<boolean> => (await readDoor()).needed
