import type { AuditEntry } from '@/api/shapes'

/** What the audit can show alone, in the order of its list. */
export const told = [
  'SignedIn', 'SignInFailed', 'SignedOut', 'PasswordChanged', 'PersonAdded', 'PersonChanged', 'PersonDeactivated', 'PersonReactivated',
  'TeamCreated', 'TeamChanged', 'TeamDissolved', 'MemberJoinedTeam', 'MemberLeftTeam', 'TokenIssued', 'TokenRevoked', 'SettingsChanged',
  'CalendarSaved', 'CalendarGiven', 'CalendarRetired', 'CalendarRunsOut', 'PolicySaved', 'PolicyDeactivated', 'PoliciesOrdered', 'PresetImported', 'RoutingRuleSaved', 'RoutingRuleRemoved', 'RoutingRulesOrdered', 'QueueSettingsChanged', 'PeakBegan', 'PeakEnded', 'BacklogGrew', 'TicketsReassigned', 'MailServerSaved', 'MailServerRemoved', 'DictionarySaved', 'DictionaryReset',
  'PresenceChanged', 'CapacityChanged', 'SkillAdded', 'SkillRenamed', 'SkillRemoved', 'SkillsChanged', 'LanguagesChanged', 'ChannelWeightsChanged', 'RosterChanged', 'RosteringChanged', 'RosterRulesChanged', 'LeaveAsked', 'LeaveTaken', 'LeaveRefused', 'LeaveWithdrawn', 'SwapAsked', 'SwapAccepted', 'SwapRefused', 'SwapWithdrawn', 'ShiftSwapped', 'ShiftFeedMade', 'ShiftFeedEnded', 'CustomerCreated', 'CustomerChanged', 'CustomerBlocked', 'CustomerUnblocked', 'WorkspaceCreated',
  'HistoryImported', 'ClocksReplanned', 'NoticeGiven', 'NoticesSeen', 'LoadsRecounted', 'ShiftStarted', 'ShiftEnded',
] as const

export type Names = ReadonlyMap<number, string>

/** What a sentence about an entry is made of. A person or team that we do not know by name is its number. */
export function partsOf(entry: AuditEntry, people: Names, teams: Names): Record<string, string> {
  const { fields } = entry
  const named = (names: Names, id: unknown): string => (typeof id === 'number' ? (names.get(id) ?? `#${id}`) : '')
  return {
    name: text(fields['name']),
    email: text(fields['email']),
    role: text(fields['role']),
    hint: text(fields['hint']),
    status: text(fields['status']),
    address: text(fields['address']),
    host: text(fields['host']),
    whose: text(fields['whose']),
    year: text(fields['unknown_from']).slice(0, 4),
    person: named(people, fields['person_id'] ?? fields['from_id']),
    people: Array.isArray(fields['person_ids']) ? fields['person_ids'].map((id: unknown) => named(people, id)).join(', ') : '',
    colleague: named(people, fields['to_id']),
    count: text(fields['count'] ?? fields['tickets']),
    file: text(fields['file']),
    total: text(fields['total']),
    changed: text(fields['changed']),
    team: named(teams, fields['team_id']),
    customer: typeof fields['customer_id'] === 'number' ? `#${fields['customer_id']}` : '',
  }
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The sentence for an entry: a calendar that is given is another thing than one that is taken away. */
export function sentenceOf({ kind, fields }: AuditEntry): (typeof told)[number] | 'CalendarDefault' | 'CalendarTaken' | 'RosteringEnded' | 'RosteringUnsaid' | undefined {
  if (kind === 'CalendarGiven' && fields['subject'] === 'workspace') return 'CalendarDefault'
  if (kind === 'CalendarGiven' && fields['calendar_id'] === null) return 'CalendarTaken'
  if (kind === 'RosteringChanged' && fields['rostered'] !== true) return fields['rostered'] === false ? 'RosteringEnded' : 'RosteringUnsaid'
  return told.find((known) => known === kind)
}

export interface Change {
  field: string
  was: unknown
  now: unknown
}

/** What a "changed" fact says was changed: `{name: [was, is]}`. */
export function changesOf({ fields }: AuditEntry): Change[] {
  const changes = fields['changes']
  if (typeof changes !== 'object' || changes === null) return []
  return Object.entries(changes).flatMap(([field, pair]: [string, unknown]) =>
    Array.isArray(pair) && pair.length === 2 ? [{ field, was: pair[0] as unknown, now: pair[1] as unknown }] : [],
  )
}

/** Who a fact's `by` names when it is no colleague: `customer:7` → customer. */
export function kindOfDoer(by: string): string {
  return by.split(':')[0] ?? by
}
