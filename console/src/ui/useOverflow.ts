import { onBeforeUnmount, onMounted, readonly, ref, type Ref, type ShallowRef } from 'vue'

/** Whether there is more in a box than its width shows. */
export function useOverflow(box: Readonly<ShallowRef<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const over = ref(false)
  const sizes = new ResizeObserver(() => { over.value = box.value !== null && box.value.scrollWidth > box.value.clientWidth })
  onMounted(() => {
    if (!box.value) return
    sizes.observe(box.value)
    if (box.value.firstElementChild) sizes.observe(box.value.firstElementChild)
  })
  onBeforeUnmount(() => { sizes.disconnect() })
  return readonly(over)
}
