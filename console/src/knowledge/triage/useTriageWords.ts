import { useWords } from '@/app/words'
import { useTypes } from '@/tickets/useTypes'
import { useTerm } from '@/ui/useTerm'

interface TriageWords {
  /** What words decide: the level, the mood. */
  setsName: (sets: string) => string
  valueName: (sets: string, value: string) => string
  /** A field by its name; one that only the workspace knows by its own label. */
  fieldName: (name: string) => string
}

/** Names of what triage decides and finds, in the person's language. */
export function useTriageWords(): TriageWords {
  const say = useWords()
  const term = useTerm()
  const types = useTypes()
  const families: Record<string, string> = { level: 'tickets.level', mood: 'triage.mood', complexity: 'triage.complexity' }
  return {
    setsName: (sets) => (sets === 'undone' ? say('triage.undone') : term('triage.sets', sets)),
    valueName: (sets, value) => (sets === 'type' ? types.nameOf(value) : term(families[sets] ?? '', value)),
    fieldName: (name) => term('triage.field', name),
  }
}
