import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue'

/** Counts up whenever the form has changed and stayed so for a moment: while somebody types it waits for them to pause. */
export function usePaused(form: object): Readonly<ShallowRef<number>> {
  const pauses = shallowRef(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(form, () => {
    clearTimeout(timer)
    timer = setTimeout(() => { pauses.value += 1 }, 200)
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return pauses
}
