import { call } from '@/api/call'
import type { Policy } from '@/api/shapes'

export const listPolicies = async (): Promise<Policy[]> => (await call<{ items: Policy[] }>('get', '/policies')).items
