import { call } from '@/api/call'
import type { Notice, NoticeCount, Page, TicketNotices } from '@/api/shapes'

export const listNotices = (unseen: boolean, after?: string, limit = 30): Promise<Page<Notice>> =>
  call('get', '/notices', { query: { limit, ...(unseen ? { unseen } : {}), ...(after ? { after } : {}) } })

export const countNotices = (): Promise<NoticeCount> => call('get', '/notices/count')

export const markSeen = (ids: readonly number[] | 'all'): Promise<NoticeCount> =>
  call('put', '/notices/seen', { body: ids === 'all' ? { all: true } : { ids } })

export const acknowledgeNotice = (id: number): Promise<Notice> => call('put', '/notices/{notice_id}/acknowledgement', { path: { notice_id: id } })

export const ticketNotices = (ticket: number, after?: string): Promise<TicketNotices> =>
  call('get', '/tickets/{ticket_id}/notices', { path: { ticket_id: ticket }, query: after ? { after } : {} })

export const acknowledgeTicket = (ticket: number): Promise<Pick<TicketNotices, 'late'>> =>
  call('put', '/tickets/{ticket_id}/acknowledgement', { path: { ticket_id: ticket } })
