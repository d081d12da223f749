import { onScopeDispose, readonly, ref, type Ref } from 'vue'

import { serverNow } from '@/clock/serverTime'

const now = ref(serverNow())
let watchers = 0
let ticking: ReturnType<typeof setTimeout> | undefined

/** The server's time in milliseconds, once a second, for as long as somebody on the page looks at it. */
export function useNow(): Readonly<Ref<number>> {
  watchers += 1
  if (watchers === 1) tick()
  onScopeDispose(() => {
    watchers -= 1
    if (watchers === 0) clearTimeout(ticking)
  })
  return readonly(now)
}

function tick(): void {
  now.value = serverNow()
  // On the second: every clock of the page turns over together.
  ticking = setTimeout(tick, 1000 - (now.value % 1000))
}
