import { call } from '@/api/call'
import type { Fairness } from '@/dispatch/fairness/model'

export const readFairness = ({ since, until, team }: { since: string; until: string; team?: number | undefined }): Promise<Fairness> =>
  call('get', '/fairness', { query: { from: since, to: until, ...(team === undefined ? {} : { team }) } })
