import { Problem } from '@/api/problem'

/**
 * What the desk found wrong, by the fields that the editor shows: values of one list are one field there, and what was
 * sent to be previewed stood one level deeper.
 */
export function faultsOf(error: unknown): unknown {
  if (!(error instanceof Problem)) return error
  const errors = [...error.fields].map(([path, message]) => ({ path: shownAt(path), message }))
  // Of several faults of one field the first is told first.
  const first = errors.filter(({ path }, at) => errors.findIndex((other) => other.path === path) === at)
  return new Problem({ title: error.message, status: error.status, errors: first })
}

const shownAt = (path: string): string => path.replace(/^policy\./, '').replace(/\.(among|to|by|kinds|paused_in|warn|warn_before)\.\d+$/, '.$1')
