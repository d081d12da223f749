import { call, tell } from '@/api/call'
import type { Page } from '@/api/shapes'
import type { Browser, FailedDelivery, MailServerGiven, MailSettings, Wishes, WishesShown } from '@/notify/settings/model'

export const readWishes = (): Promise<WishesShown> => call('get', '/me/notifications')

export const saveWishes = (wishes: Wishes): Promise<WishesShown> => call('put', '/me/notifications', { body: wishes })

export const pushKey = async (): Promise<string> => (await call<{ key: string }>('get', '/push/key')).key

export const listBrowsers = async (): Promise<Browser[]> => (await call<Page<Browser>>('get', '/push/subscriptions')).items

export const addBrowser = (subscription: PushSubscriptionJSON): Promise<Browser> =>
  call('post', '/push/subscriptions', { body: { endpoint: subscription.endpoint, keys: subscription.keys } })

export const removeBrowser = (id: number): Promise<void> => tell('delete', '/push/subscriptions/{subscription_id}', { path: { subscription_id: id } })

export const readMailSettings = (): Promise<MailSettings> => call('get', '/mail-settings')

export const saveMailServer = (server: MailServerGiven): Promise<MailSettings> => call('put', '/mail-settings', { body: server })

export const removeMailServer = (): Promise<void> => tell('delete', '/mail-settings')

export const tryMail = async (): Promise<string> => (await call<{ sent_to: string }>('post', '/mail-settings/test')).sent_to

export const listFailedDeliveries = (after: string | undefined): Promise<Page<FailedDelivery>> => call('get', '/failed-deliveries', { query: { after } })

export const retryDelivery = (id: number): Promise<void> => tell('post', '/failed-deliveries/{seq}/retry', { path: { seq: id } })

export const dropDelivery = (id: number): Promise<void> => tell('delete', '/failed-deliveries/{seq}', { path: { seq: id } })
