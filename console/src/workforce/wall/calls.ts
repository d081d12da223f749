import { call } from '@/api/call'
import type { WallAgent } from '@/api/shapes'

/** Everybody who takes tickets, with what they have in hand. */
export const readWall = async (): Promise<WallAgent[]> => (await call<{ items: WallAgent[] }>('get', '/wall')).items
