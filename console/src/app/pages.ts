import type { RouteRecordRaw } from 'vue-router'

import type { Word } from '@/app/words'
import type { Permission } from '@/identity/permissions'

declare module 'vue-router' {
  interface RouteMeta {
    /** Can be seen without signing in. */
    open?: boolean
    /** What the tab of the browser says. */
    title?: Word
    /** Who may not do this is told so instead of shown the page. */
    needs?: Permission
  }
}

/** Settings under their own menu. */
const settings: RouteRecordRaw[] = [
  { path: '', redirect: '/settings/profile' },
  { path: 'profile', component: () => import('@/identity/ProfilePage.vue'), meta: { title: 'identity.profile.title' } },
  { path: 'notifications', component: () => import('@/notify/settings/NotificationsPage.vue'), meta: { title: 'delivery.title', needs: 'presence_own' } },
  { path: 'tokens', component: () => import('@/identity/TokensPage.vue'), meta: { title: 'identity.tokens.title', needs: 'tokens_own' } },
  { path: 'workspace', component: () => import('@/identity/WorkspacePage.vue'), meta: { title: 'identity.workspace.title', needs: 'settings_read' } },
  { path: 'mail', component: () => import('@/notify/settings/MailPage.vue'), meta: { title: 'delivery.mail.title', needs: 'settings_manage' } },
  { path: 'people', component: () => import('@/identity/PeoplePage.vue'), meta: { title: 'identity.people.title', needs: 'people_read' } },
  { path: 'teams', component: () => import('@/identity/TeamsPage.vue'), meta: { title: 'identity.teams.title', needs: 'people_read' } },
  { path: 'skills', component: () => import('@/workforce/skills/SkillsPage.vue'), meta: { title: 'skills.title', needs: 'people_read' } },
  { path: 'calendars', component: () => import('@/clock/CalendarsPage.vue'), meta: { title: 'calendars.title', needs: 'settings_read' } },
  { path: 'calendars/new', component: () => import('@/clock/calendars/EditorPage.vue'), meta: { title: 'calendars.edit.newTitle', needs: 'settings_manage' } },
  { path: 'calendars/:id(\\d+)', component: () => import('@/clock/calendars/EditorPage.vue'), props: true, meta: { title: 'calendars.edit.title', needs: 'settings_read' } },
  {
    path: 'policies',
    meta: { title: 'policies.title', needs: 'settings_read' },
    children: [
      { path: '', component: () => import('@/clock/PoliciesPage.vue') },
      { path: 'new', component: () => import('@/clock/policies/EditorPage.vue'), meta: { title: 'policies.form.newTitle' } },
      { path: 'presets', component: () => import('@/clock/policies/PresetsPage.vue'), meta: { title: 'policies.presets.title' } },
      { path: 'test', component: () => import('@/clock/policies/TesterPage.vue'), meta: { title: 'policies.test.title' } },
      { path: ':id(\\d+)', component: () => import('@/clock/policies/EditorPage.vue'), props: true, meta: { title: 'policies.form.editTitle' } },
    ],
  },
  { path: 'triage', component: () => import('@/knowledge/triage/TriagePage.vue'), meta: { title: 'triage.title', needs: 'settings_read' } },
  {
    path: 'routing',
    meta: { title: 'routing.title', needs: 'settings_read' },
    children: [
      { path: '', component: () => import('@/dispatch/routing/RoutingPage.vue') },
      { path: 'new', component: () => import('@/dispatch/routing/EditorPage.vue'), meta: { title: 'routing.form.newTitle' } },
      { path: 'test', component: () => import('@/dispatch/routing/TesterPage.vue'), meta: { title: 'policies.test.title' } },
      { path: ':id(\\d+)', component: () => import('@/dispatch/routing/EditorPage.vue'), props: true, meta: { title: 'routing.form.editTitle' } },
    ],
  },
  { path: 'dry-run', component: () => import('@/dispatch/dry_run/DryRunPage.vue'), meta: { title: 'dryRun.title', needs: 'settings_read' } },
  { path: 'failed-reactions', component: () => import('@/operations/FailedReactionsPage.vue'), meta: { title: 'operations.title', needs: 'operations' } },
  { path: 'audit', component: () => import('@/identity/AuditPage.vue'), meta: { title: 'identity.audit.title', needs: 'operations' } },
  { path: ':unknown(.*)*', component: () => import('@/app/NothingHere.vue'), meta: { title: 'app.nothingHere' } },
]

export const pages: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('@/identity/SignInPage.vue'), meta: { open: true, title: 'identity.signIn' } },
  { path: '/setup', component: () => import('@/identity/setup/SetupPage.vue'), meta: { open: true, title: 'identity.setup.title' } },
  {
    path: '/',
    component: () => import('@/app/Shell.vue'),
    children: [
      { path: '', redirect: '/inbox' },
      { path: 'inbox/:view?', component: () => import('@/inbox/InboxPage.vue'), props: true, meta: { title: 'app.inbox' } },
      { path: 'tickets/:id(\\d+)', component: () => import('@/tickets/TicketPage.vue'), props: true },
      { path: 'board', component: () => import('@/clock/board/BoardPage.vue'), meta: { title: 'board.title', needs: 'tickets_read' } },
      { path: 'queue', component: () => import('@/dispatch/QueuePage.vue'), meta: { title: 'app.queue', needs: 'tickets_read_all' } },
      { path: 'wall', component: () => import('@/workforce/wall/WallPage.vue'), meta: { title: 'wall.title', needs: 'people_read' } },
      { path: 'roster', component: () => import('@/workforce/roster/RosterPage.vue'), meta: { title: 'roster.title', needs: 'people_read' } },
      { path: 'fairness', component: () => import('@/dispatch/fairness/FairnessPage.vue'), meta: { title: 'fairness.title', needs: 'workforce_manage' } },
      { path: 'agents', component: () => import('@/workforce/AgentsPage.vue'), meta: { title: 'app.agents', needs: 'people_read' } },
      { path: 'help', component: () => import('@/app/HelpPage.vue'), meta: { title: 'app.help' } },
      { path: 'settings', component: () => import('@/app/SettingsFrame.vue'), meta: { title: 'app.settings' }, children: settings },
      { path: ':unknown(.*)*', component: () => import('@/app/NothingHere.vue'), meta: { title: 'app.nothingHere' } },
    ],
  },
]
