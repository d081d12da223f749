import { useMessage } from 'naive-ui'
import { ref, type Ref } from 'vue'

import type { Ticket } from '@/api/shapes'
import { useErrorText } from '@/ui/useErrorText'

interface Doing {
  busy: Ref<boolean>
  /** Runs one change after the other; a refusal is told in a corner of the screen. Says whether it went well. */
  run: (doing: () => Promise<Ticket>) => Promise<boolean>
}

export function useDoing(change: (doing: Promise<Ticket>) => Promise<void>): Doing {
  const message = useMessage()
  const text = useErrorText()
  const busy = ref(false)
  return {
    busy,
    async run(doing) {
      busy.value = true
      try {
        await change(doing())
        return true
      } catch (error) {
        message.error(text(error), { duration: 6000, closable: true, keepAliveOnHover: true })
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
