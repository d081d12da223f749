import { call } from '@/api/call'
import type { Board } from '@/api/shapes'

export interface Asked {
  minutes: number
  team?: number | undefined
  own?: boolean | undefined
}

export const readBoard = ({ minutes, team, own }: Asked): Promise<Board> =>
  call('get', '/clock/board', { query: { minutes, ...(team === undefined ? {} : { team }), ...(own ? { own } : {}) } })
