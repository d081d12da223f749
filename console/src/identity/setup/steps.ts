export const steps = ['workspace', 'place', 'team', 'hours', 'test'] as const
export type Step = (typeof steps)[number]

export function after(step: Step): Step | null {
  return steps[steps.indexOf(step) + 1] ?? null
}

/** The step before; the first one, which makes the workspace, cannot be gone back to. */
export function before(step: Step): Step | null {
  const at = steps.indexOf(step)
  return at > 1 ? (steps[at - 1] ?? null) : null
}

/** A short name for addresses out of a name: `Acme Support!` → `acme-support`. Nothing when no letter of it can stand there. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[\u0300-\u036F]/g, '').toLowerCase()
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 39).replace(/-+$/, '')
  return slug.length >= 2 ? slug : ''
}
