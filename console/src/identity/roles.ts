import type { Person } from '@/api/shapes'

export type Role = Person['role']

/** From the one who may do most to the one who only helps out. */
export const roles: readonly Role[] = ['administrator', 'manager', 'supervisor', 'agent', 'specialist', 'collaborator']
