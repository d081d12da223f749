import { addBrowser, listBrowsers, pushKey, removeBrowser } from '@/notify/settings/calls'
import { decoded } from '@/notify/settings/model'

const worker = '/push-worker.js'

/** Whether this browser can be told anything: `insecure` when only the lack of https stands in the way. */
export type Ability = 'able' | 'insecure' | 'unable' | 'denied'

export function ability(): Ability {
  if (!window.isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unable'
  return Notification.permission === 'denied' ? 'denied' : 'able'
}

/** Where this browser is told, or null while it is not. */
export async function hereNow(): Promise<PushSubscription | null> {
  if (ability() !== 'able') return null
  return (await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription()) ?? null
}

/** Asks the person, so only ever when they have clicked; false when they say no. */
export async function allowHere(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const registration = await navigator.serviceWorker.register(worker)
  const key = decoded(await pushKey())
  const old = await registration.pushManager.getSubscription()
  // One that was made with another key, before the desk's secret changed, is of no use any more.
  if (old && !same(old.options.applicationServerKey, key)) await old.unsubscribe()
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  await addBrowser(subscription.toJSON())
  return true
}

/** Whoever signs in here next must not be shown what was for somebody else. */
export async function stopHere(): Promise<void> {
  const subscription = await hereNow()
  if (!subscription) return
  const mine = (await listBrowsers()).find(({ endpoint }) => endpoint === subscription.endpoint)
  if (mine) await removeBrowser(mine.id)
  await subscription.unsubscribe()
}

/** A click on a notice opens its ticket in the tab that is there. */
export function openWhatIsClicked(go: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ open?: unknown } | null>) => {
    const path = data?.open
    if (typeof path === 'string' && path.startsWith('/') && !path.startsWith('//')) go(path)
  })
}

function same(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const bytes = new Uint8Array(one ?? new ArrayBuffer(0))
  return bytes.length === other.length && bytes.every((byte, at) => byte === other[at])
}
