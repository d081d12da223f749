// Shows what the desk sends while no page of it is open, and opens the ticket when it is clicked.

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => event.waitUntil(show(event.data?.json() ?? {})))

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.path ?? '/'))
})

/** A letter that comes twice has the same tag, and is shown once. */
function show({ title, body, path, tag, lang, urgent }) {
  return self.registration.showNotification(title ?? 'Jishi', {
    body: body ?? '',
    tag: tag ?? '',
    lang: lang ?? '',
    icon: '/favicon.svg',
    requireInteraction: urgent === true,
    data: { path: path ?? '/' },
  })
}

/** In a tab of the desk that is there already, else in a new one. */
async function open(path) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const tab = tabs.find(({ focused }) => focused) ?? tabs[0]
  if (!tab) return self.clients.openWindow(path)
  tab.postMessage({ open: path })
  return tab.focus()
}
