import { readonly, ref, type Ref } from 'vue'

const query = matchMedia('(width < 900px)')
const narrow = ref(query.matches)
query.addEventListener('change', () => { narrow.value = query.matches })

/** Whether the window has room for one column only. Style sheets say it as `@media (width < 900px)`. */
export function useNarrow(): Readonly<Ref<boolean>> {
  return readonly(narrow)
}
