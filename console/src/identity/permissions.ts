/** What a role may allow; the server lists the caller's own in the session. */
export const permissions = [
  'tickets_read', 'tickets_read_all', 'tickets_work', 'tickets_note', 'tickets_assign', 'tickets_import',
  'people_read', 'people_manage', 'settings_read', 'settings_manage', 'operations', 'tokens_own',
  'presence_own', 'presence_others', 'workforce_manage', 'dispatch_manage',
] as const

export type Permission = (typeof permissions)[number]
