import { call, tell } from '@/api/call'
import type { FailedReaction, Page } from '@/api/shapes'

export const listFailed = (after: string | undefined): Promise<Page<FailedReaction>> => call('get', '/failed-reactions', { query: { after } })

export const retryFailed = (id: number): Promise<void> => tell('post', '/failed-reactions/{id}/retry', { path: { id } })

export const dropFailed = (id: number): Promise<void> => tell('delete', '/failed-reactions/{id}', { path: { id } })
