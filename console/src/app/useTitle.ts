import { watchEffect } from 'vue'
import { useRoute } from 'vue-router'

import { useWords } from '@/app/words'

/** The browser's tab says which page this is. A page whose name is not known beforehand, such as a ticket's, says it itself. */
export function useTitle(): void {
  const say = useWords()
  const route = useRoute()
  watchEffect(() => {
    if (route.meta.title) document.title = `${say(route.meta.title)} · ${say('app.name')}`
  })
}
