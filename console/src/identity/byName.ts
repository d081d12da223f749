/** By name, as the reader's language orders names: Chinese ones by their sound. */
export function byName<Somebody extends { name: string }>(people: readonly Somebody[], language: string): Somebody[] {
  const order = new Intl.Collator(language)
  return people.toSorted((a, b) => order.compare(a.name, b.name))
}
