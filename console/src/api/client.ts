import createClient, { type Middleware } from 'openapi-fetch'

import { problemFrom, Unreachable } from '@/api/problem'
import type { paths } from '@/api/schema'

const told: (() => void)[] = []
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What goes with every request; the session and the language fill it in. */
export const attached = { csrf: '', language: 'en' }

const courier: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', attached.language)
    if (!safe.has(request.method) && attached.csrf) request.headers.set('X-CSRF-Token', attached.csrf)
    return request
  },
  async onResponse({ response }) {
    if (response.ok) return
    if (response.status === 401) for (const tell of told) tell()
    throw problemFrom(response.status, await response.json().catch(() => null))
  },
  onError({ error }) {
    return new Unreachable(undefined, { cause: error })
  },
}

/** Be told when the server no longer knows who this is. */
export function whenSignedOut(tell: () => void): void {
  told.push(tell)
}

/** The routes of the desk, typed. A refusal is thrown as `Problem`, silence as `Unreachable`. */
export const api = createClient<paths>()
api.use(courier)

/** The body of an answer that has one: `const ticket = await bodyOf(api.GET('/api/v1/tickets/{id}', …))`. */
export async function bodyOf<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  const { data } = await answer
  if (data === undefined) throw new Unreachable()
  return data
}
