import { call, tell } from '@/api/call'
import type { RequestDescribed, RoutingRule, RoutingVerdict } from '@/api/shapes'
import type { RuleBody } from '@/dispatch/routing/model'

export const listRules = async (): Promise<RoutingRule[]> => (await call<{ items: RoutingRule[] }>('get', '/routing-rules')).items
export const addRule = (rule: RuleBody): Promise<RoutingRule> => call('post', '/routing-rules', { body: rule })
/** Refused with a conflict when somebody has saved a later version than the one that was seen. */
export const changeRule = (id: number, rule: RuleBody, version: number): Promise<RoutingRule> =>
  call('put', '/routing-rules/{rule_id}', { path: { rule_id: id }, body: { ...rule, version } })
export const removeRule = (id: number, version: number): Promise<void> =>
  tell('delete', '/routing-rules/{rule_id}', { path: { rule_id: id }, query: { version } })
export const orderRules = (ids: number[]): Promise<void> => tell('put', '/routing-rules/order', { body: { ids } })
export const testRequest = (request: RequestDescribed): Promise<RoutingVerdict> => call('post', '/routing-rules/test', { body: request })
