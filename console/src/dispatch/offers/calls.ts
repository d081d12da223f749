import { call, tell } from '@/api/call'
import type { Offer } from '@/api/shapes'

/** What is offered to me now. */
export const listOffers = async (): Promise<Offer[]> => (await call<{ items: Offer[] }>('get', '/offers')).items

export const acceptOffer = (ticket: number): Promise<void> => tell('put', '/offers/{ticket_id}/acceptance', { path: { ticket_id: ticket } })

export const refuseOffer = (ticket: number, reason: string | null): Promise<void> =>
  tell('put', '/offers/{ticket_id}/refusal', { path: { ticket_id: ticket }, body: reason ? { reason } : {} })
