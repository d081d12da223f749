import { AlarmClock, CheckCheck, CircleUser, Eye, Hourglass, Inbox, Layers, Trash2, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'

export const views = ['mine', 'unassigned', 'soon', 'late', 'waiting', 'following', 'solved', 'all', 'junk'] as const
export type View = (typeof views)[number]

export const iconOfView: Record<View, Component> = {
  mine: CircleUser,
  unassigned: Inbox,
  soon: AlarmClock,
  late: TriangleAlert,
  waiting: Hourglass,
  following: Eye,
  solved: CheckCheck,
  all: Layers,
  junk: Trash2,
}

const remembered = 'jishi.view'

export function isView(name: unknown): name is View {
  return views.some((view) => view === name)
}

/** Where the person was last; on the first visit, their own work. */
export function lastView(): View {
  const last = localStorage.getItem(remembered)
  return isView(last) ? last : 'mine'
}

export function rememberView(view: View): void {
  localStorage.setItem(remembered, view)
}
