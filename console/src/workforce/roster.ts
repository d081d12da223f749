import { shallowRef, watch, type ShallowRef } from 'vue'

import type { Agent, Team } from '@/api/shapes'
import { listTeams } from '@/identity/calls'
import { session } from '@/identity/session'
import { listAgents } from '@/workforce/calls'

// Who works here changes seldom: asked for once a session, and again when somebody is about to be chosen.
const agents = shallowRef<Agent[]>([])
const teams = shallowRef<Team[]>([])
let asked = false

watch(session, (now, before) => {
  if (now?.workspace.id === before?.workspace.id) return
  asked = false
  agents.value = []
  teams.value = []
})

/** Everyone who can be given tickets. */
export function useAgents(): Readonly<ShallowRef<readonly Agent[]>> {
  askOnce()
  return agents
}

export function useTeams(): Readonly<ShallowRef<readonly Team[]>> {
  askOnce()
  return teams
}

/** Ask anew: loads and presence change by the minute. */
export async function renewRoster(): Promise<void> {
  const [people, groups] = await Promise.all([listAgents(), listTeams()])
  agents.value = people
  teams.value = groups
}

function askOnce(): void {
  if (asked) return
  asked = true
  // Without it names are missing from pickers, nothing worse: the next page tries again.
  renewRoster().catch(() => { asked = false })
}
