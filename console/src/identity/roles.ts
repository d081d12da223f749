export const roles = ['administrator', 'manager', 'supervisor', 'agent', 'specialist', 'collaborator'] as const
export type Role = (typeof roles)[number]

/** Roles whose people are given tickets. */
export const answering: readonly string[] = ['administrator', 'manager', 'supervisor', 'agent', 'specialist']
