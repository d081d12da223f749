import { call } from '@/api/call'
import type { components } from '@/api/schema'
import type { Breach, Explanation } from '@/api/shapes'

export const explain = (timer: number): Promise<Explanation> => call('get', '/timers/{timer_id}/explanation', { path: { timer_id: timer } })

export const readMeasures = (ticket: number): Promise<components['schemas']['MeasuresView']> => call('get', '/tickets/{ticket_id}/measures', { path: { ticket_id: ticket } })

export const listBreaches = async (ticket: number): Promise<readonly Breach[]> =>
  (await call<{ items: readonly Breach[] }>('get', '/tickets/{ticket_id}/breaches', { path: { ticket_id: ticket } })).items
