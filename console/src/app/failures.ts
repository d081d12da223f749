import { shallowRef } from 'vue'

/** The last failure that no page dealt with itself; each is wrapped anew, so that the same one twice is told twice. */
export const unexpected = shallowRef<{ error: unknown } | null>(null)

export function tellFailure(error: unknown): void {
  unexpected.value = { error }
}
