import { watch } from 'vue'
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'

import { pages } from '@/app/pages'
import { resumeSession, signedIn } from '@/identity/session'
import { setupIsNeeded } from '@/identity/setup/needed'

export const router = createRouter({
  history: createWebHistory('/'),
  routes: pages,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.path === '/sign-in' && (await setupIsNeeded())) return '/setup'
  if (to.meta.open || signedIn.value || (await resumeSession())) return true
  if (await setupIsNeeded()) return '/setup'
  return doorTo(to)
})

// A session can end under an open page: signed out in another tab, or cut off by an administrator.
watch(signedIn, (isIn) => {
  const here = router.currentRoute.value
  if (!isIn && !here.meta.open) void router.push(doorTo(here))
})

function doorTo({ fullPath }: Pick<RouteLocationNormalized, 'fullPath'>): { path: string; query: Record<string, string> } {
  return { path: '/sign-in', query: fullPath === '/' ? {} : { next: fullPath } }
}
