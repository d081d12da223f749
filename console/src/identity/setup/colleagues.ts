import { Problem } from '@/api/problem'
import { addPerson } from '@/identity/calls'

export interface Colleague {
  name: string
  email: string
}

export interface Added extends Colleague {
  password: string
}

/** Rows that say something; those left empty are none. */
export function filled(rows: readonly Colleague[]): Colleague[] {
  return rows.filter(({ name, email }) => name.trim() !== '' || email.trim() !== '')
}

/** Takes colleagues in one after the other, as agents of a team. Stops at the first that is refused, and says which. */
export async function addColleagues(rows: readonly Colleague[], team: number, added: (one: Added) => void): Promise<void> {
  for (const [at, { name, email }] of rows.entries()) {
    try {
      const { password } = await addPerson({ name, email, role: 'agent', teams: [team] })
      added({ name, email, password: password ?? '' })
    } catch (error) {
      throw new Refused(at, error)
    }
  }
}

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly row: number

  constructor(row: number, cause: unknown) {
    super('', { cause })
    this.row = row
  }
}

/** What to say beside the fields of a refused row; a refusal that names no field is about the address. */
export function wrongIn({ row, cause }: Refused): Record<string, string> {
  if (!(cause instanceof Problem)) return {}
  const fields = cause.fields.size > 0 ? [...cause.fields] : [['email', cause.message] as const]
  return Object.fromEntries(fields.map(([path, message]) => [`${row}.${path}`, message]))
}
