import { api, bodyOf } from '@/api/client'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export interface Sent {
  path?: Record<string, string | number>
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  /** Makes a POST safe to repeat. */
  once?: string
  signal?: AbortSignal
}

type Caller = (method: Method, path: string, init: object) => Promise<{ data?: unknown }>

/** Ask the desk: `await call<Ticket>('get', '/tickets/{id}', { path: { id } })`. */
export async function call<Answer>(method: Method, path: string, sent: Sent = {}): Promise<Answer> {
  return (await bodyOf(ask(method, path, sent))) as Answer
}

/** The same, where the answer says nothing. */
export async function tell(method: Method, path: string, sent: Sent = {}): Promise<void> {
  await ask(method, path, sent)
}

function ask(method: Method, path: string, { path: parts, query, body, once, signal }: Sent): Promise<{ data?: unknown }> {
  const init = {
    params: { path: parts, query },
    ...(body === undefined ? {} : { body }),
    ...(body instanceof FormData ? { bodySerializer: (form: FormData) => form } : {}),
    ...(once ? { headers: { 'Idempotency-Key': once } } : {}),
    ...(signal ? { signal } : {}),
  }
  return (api.request as unknown as Caller)(method, `/api/v1${path}`, init)
}
