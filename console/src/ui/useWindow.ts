import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'

import { reveal, windowOf, type Window } from '@/ui/window'

interface Drawn {
  window: ComputedRef<Window>
  scrolled: Ref<number>
  scrollTo: (top: number) => void
  /** Brings a line into view. */
  show: (index: number) => void
}

/** Draws only the lines in view of a list that may be very long; every line is `line()` pixels high. */
export function useWindow(box: Readonly<Ref<HTMLElement | null>>, count: () => number, line: () => number): Drawn {
  const scrolled = ref(0)
  const height = ref(800)
  const sizes = new ResizeObserver(([entry]) => {
    if (entry) height.value = entry.contentRect.height
  })

  function follow(): void {
    scrolled.value = box.value?.scrollTop ?? 0
  }

  onMounted(() => {
    if (!box.value) return
    height.value = box.value.clientHeight
    sizes.observe(box.value)
    box.value.addEventListener('scroll', follow, { passive: true })
  })
  onBeforeUnmount(() => {
    sizes.disconnect()
    box.value?.removeEventListener('scroll', follow)
  })

  function scrollTo(top: number): void {
    if (box.value) box.value.scrollTop = top
    scrolled.value = top
  }

  return {
    window: computed(() => windowOf(scrolled.value, height.value, line(), count())),
    scrolled,
    scrollTo,
    show(index) {
      const to = reveal(index, scrolled.value, height.value, line())
      if (to !== null) scrollTo(to)
    },
  }
}
