import { watch } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'

import { resumeSession, signedIn } from '@/identity/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Can be seen without signing in. */
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/sign-in', component: () => import('@/identity/SignInPage.vue'), meta: { open: true } },
    {
      path: '/',
      component: () => import('@/app/Shell.vue'),
      children: [
        { path: '', redirect: '/inbox' },
        { path: 'inbox', component: () => import('@/inbox/InboxPage.vue') },
        { path: 'tickets/:id(\\d+)', component: () => import('@/tickets/TicketPage.vue'), props: true },
        { path: 'settings', component: () => import('@/app/SettingsPage.vue') },
        { path: ':unknown(.*)*', component: () => import('@/app/NothingHere.vue') },
      ],
    },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open || signedIn.value || (await resumeSession())) return true
  return { path: '/sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})

// A session can end under an open page: signed out in another tab, or cut off by an administrator.
watch(signedIn, (isIn) => {
  const here = router.currentRoute.value
  if (!isIn && !here.meta.open) void router.push({ path: '/sign-in', query: { next: here.fullPath } })
})
