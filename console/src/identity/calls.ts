import { call, tell } from '@/api/call'
import { readAll } from '@/api/readAll'
import type { AuditEntry, Page, Person, Session, Settings, Team, Token, Workspace } from '@/api/shapes'
import type { Role } from '@/identity/roles'

/** Everyone, page by page: lists of people are searched and filtered here, and a workspace has hundreds at most. */
export async function listPeople(): Promise<Person[]> {
  return readAll((after) => call<Page<Person>>('get', '/people', { query: { limit: 200, after } }))
}

export async function listTeams(): Promise<Team[]> {
  return readAll((after) => call<Page<Team>>('get', '/teams', { query: { after } }))
}

export async function listTokens(): Promise<Token[]> {
  return readAll((after) => call<Page<Token>>('get', '/tokens', { query: { after } }))
}

export interface NewPerson {
  name: string
  email: string
  role: Role
  teams?: number[]
}

/** The desk makes the first password; it comes back this once. */
export const addPerson = (person: NewPerson): Promise<Person & { password: string | null }> => call('post', '/people', { body: person })

export const changePerson = (id: number, change: Partial<{ name: string; email: string; role: Role; active: boolean; password: string }>): Promise<Person> =>
  call('patch', '/people/{id}', { path: { id }, body: change })

export interface TeamChange {
  name: string
  types: string[]
  lead_id: number | null
  is_default: boolean
}

export const addTeam = (team: Partial<TeamChange & { members: number[] }>): Promise<Team> => call('post', '/teams', { body: team })

export const changeTeam = (id: number, change: Partial<TeamChange>): Promise<Team> => call('patch', '/teams/{id}', { path: { id }, body: change })

export const dissolveTeam = (id: number): Promise<void> => tell('delete', '/teams/{id}', { path: { id } })

export const joinTeam = (team: number, person: number): Promise<void> => tell('put', '/teams/{team}/members/{person}', { path: { team, person } })

export const leaveTeam = (team: number, person: number): Promise<void> => tell('delete', '/teams/{team}/members/{person}', { path: { team, person } })

export const issueToken = (name: string): Promise<Token> => call('post', '/tokens', { body: { name } })

export const revokeToken = (id: number): Promise<void> => tell('delete', '/tokens/{id}', { path: { id } })

export const readWorkspace = (): Promise<Workspace> => call('get', '/workspace')

export const changeWorkspace = (change: { name?: string; zone?: string; language?: string; settings?: Partial<Settings> }): Promise<Workspace> =>
  call('patch', '/workspace', { body: change })

export const changeProfile = (change: { name?: string; language?: string | null; zone?: string | null }): Promise<Session> =>
  call('put', '/session/profile', { body: change })

export const changePassword = (passwords: { current: string; new: string }): Promise<void> => tell('put', '/session/password', { body: passwords })

export const readAudit = (kind: string | undefined, after: string | undefined): Promise<Page<AuditEntry>> =>
  call('get', '/audit', { query: { kind, after } })
