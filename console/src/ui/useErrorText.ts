import { Problem, Unreachable } from '@/api/problem'
import { useWords } from '@/app/words'

/** One sentence for the person: the server's own where it gave one. */
export function useErrorText(): (error: unknown) => string {
  const say = useWords()
  return (error) => {
    if (error instanceof Problem) return [error.message, ...error.fields.values()].join(' ')
    if (error instanceof Unreachable) return say('app.offline')
    return say('app.unexpected', { what: error instanceof Error ? error.message : String(error) })
  }
}
