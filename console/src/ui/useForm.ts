import { inject, onUnmounted, provide, shallowReactive, toValue, type InjectionKey, type MaybeRefOrGetter } from 'vue'

import { Problem } from '@/api/problem'

interface Form {
  /** What the server, or the form itself, finds wrong with a field. */
  wrong: (path: string) => string | undefined
  paths: Set<string>
}

const key: InjectionKey<Form> = Symbol('form')

/** What is wrong with the fields of a form, told to each field beneath; what no field shows is left for the form to say. */
export function provideForm(failure: MaybeRefOrGetter<unknown>, own: MaybeRefOrGetter<Record<string, string>>): {
  unshown: () => readonly string[]
} {
  const paths = shallowReactive(new Set<string>())
  const problem = (): Problem | null => {
    const error = toValue(failure)
    return error instanceof Problem ? error : null
  }
  provide(key, { paths, wrong: (path) => toValue(own)[path] ?? problem()?.field(path) })
  return {
    unshown: () => [...(problem()?.fields ?? [])].filter(([path]) => !paths.has(path)).map(([, message]) => message),
  }
}

/** What is wrong with this one field. */
export function useField(path: () => string): () => string | undefined {
  const form = inject(key, null)
  if (!form) return () => undefined
  const mine = path()
  form.paths.add(mine)
  onUnmounted(() => form.paths.delete(mine))
  return () => form.wrong(path())
}
