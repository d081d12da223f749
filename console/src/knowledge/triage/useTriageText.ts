import type { Fact } from '@/api/shapes'
import { useWords } from '@/app/words'
import { useTriageWords } from '@/knowledge/triage/useTriageWords'

/** What was judged of a request, by which words, and what was read off it, in one line. */
export function useTriageText(): (fact: Fact) => string {
  const say = useWords()
  const { setsName, valueName, fieldName } = useTriageWords()
  return (fact) => {
    const because = (fact['because'] ?? []) as [string, string, string[]][]
    const judged = because.map(([sets, value, words]) => say('triage.told', { what: setsName(sets), value: valueName(sets, value), words: words.join(say('triage.sep')) }))
    const read = Object.entries((fact['fields'] ?? {}) as Record<string, unknown>).filter(([name]) => name !== 'mood' && name !== 'complexity')
    const fields = read.map(([name, value]) => `${fieldName(name)} ${String(value)}`).join(say('triage.sep'))
    return [...judged, ...(fields ? [say('triage.toldFields', { fields })] : [])].join(say('triage.then'))
  }
}
