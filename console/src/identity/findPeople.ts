import type { Person } from '@/api/shapes'

/** Those whose name or address has the text in it, capitals aside. */
export function findPeople(people: readonly Person[], text: string, inactiveToo: boolean): Person[] {
  const wanted = text.trim().toLocaleLowerCase()
  return people.filter(({ name, email, active }) => (active || inactiveToo) && `${name} ${email}`.toLocaleLowerCase().includes(wanted))
}
