import {
  Activity, BellRing, BookOpen, Building2, CalendarClock, CalendarDays, ChartNoAxesColumn, CircleUser, FlaskConical, Gauge, GraduationCap, KeyRound,
  LayoutGrid, ListOrdered, Mail, Route, Scale, ScrollText, Tags, TriangleAlert, Users, UsersRound,
} from '@lucide/vue'
import type { Component } from 'vue'

import type { Word } from '@/app/words'
import type { Permission } from '@/identity/permissions'

export interface Place {
  to: string
  word: Word
  icon: Component
  /** Who may not do this does not see the place. */
  needs?: Permission
}

export interface Group {
  word: Word
  places: readonly Place[]
}

/** Beneath the views of the inbox. */
export const desk: readonly Place[] = [
  { to: '/board', word: 'board.title', icon: Gauge, needs: 'tickets_read' },
  { to: '/queue', word: 'app.queue', icon: ListOrdered, needs: 'tickets_read_all' },
  { to: '/wall', word: 'wall.title', icon: LayoutGrid, needs: 'people_read' },
  { to: '/roster', word: 'roster.title', icon: CalendarClock, needs: 'people_read' },
  { to: '/fairness', word: 'fairness.title', icon: ChartNoAxesColumn, needs: 'workforce_manage' },
  { to: '/agents', word: 'app.agents', icon: Activity, needs: 'people_read' },
]

export const settings: readonly Group[] = [
  {
    word: 'app.settingsOf.me',
    places: [
      { to: '/settings/profile', word: 'identity.profile.title', icon: CircleUser },
      { to: '/settings/notifications', word: 'delivery.title', icon: BellRing, needs: 'presence_own' },
      { to: '/settings/tokens', word: 'identity.tokens.title', icon: KeyRound, needs: 'tokens_own' },
    ],
  },
  {
    word: 'app.settingsOf.workspace',
    places: [
      { to: '/settings/workspace', word: 'identity.workspace.title', icon: Building2, needs: 'settings_read' },
      { to: '/settings/mail', word: 'delivery.mail.title', icon: Mail, needs: 'settings_manage' },
      { to: '/settings/people', word: 'identity.people.title', icon: Users, needs: 'people_read' },
      { to: '/settings/teams', word: 'identity.teams.title', icon: UsersRound, needs: 'people_read' },
      { to: '/settings/skills', word: 'skills.title', icon: GraduationCap, needs: 'people_read' },
      { to: '/settings/calendars', word: 'calendars.title', icon: CalendarDays, needs: 'settings_read' },
      { to: '/settings/policies', word: 'policies.title', icon: Scale, needs: 'settings_read' },
      { to: '/settings/routing', word: 'routing.title', icon: Route, needs: 'settings_read' },
      { to: '/settings/dry-run', word: 'dryRun.title', icon: FlaskConical, needs: 'settings_read' },
      { to: '/settings/triage', word: 'triage.title', icon: Tags, needs: 'settings_read' },
    ],
  },
  {
    word: 'app.settingsOf.operations',
    places: [
      { to: '/settings/failed-reactions', word: 'operations.title', icon: TriangleAlert, needs: 'operations' },
      { to: '/settings/audit', word: 'identity.audit.title', icon: ScrollText, needs: 'operations' },
    ],
  },
]

export const help: Place = { to: '/help', word: 'app.help', icon: BookOpen }

type May = (permission: Permission) => boolean

/** The places that are open to somebody. */
export function openPlaces(places: readonly Place[], may: May): Place[] {
  return places.filter(({ needs }) => !needs || may(needs))
}

/** The groups in which anything is open to somebody. */
export function openGroups(groups: readonly Group[], may: May): Group[] {
  return groups.map((group) => ({ ...group, places: openPlaces(group.places, may) })).filter(({ places }) => places.length > 0)
}

/** What the place at an address needs, if it is one of ours. */
export function needsOf(path: string): Permission | undefined {
  return [...desk, ...settings.flatMap(({ places }) => places)].find(({ to }) => to === path)?.needs
}
