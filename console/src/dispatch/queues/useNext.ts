import { useMessage } from 'naive-ui'
import { readonly, ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'

import { tellFailure } from '@/app/failures'
import { useWords } from '@/app/words'
import { takeNext } from '@/dispatch/queues/calls'

const running = ref(false)

/** Takes the next ticket and goes there, or says why there is none. However many buttons do it: once at a time. */
export function useNext(): { running: Readonly<Ref<boolean>>; next: () => Promise<void> } {
  const say = useWords()
  const router = useRouter()
  const message = useMessage()

  async function next(): Promise<void> {
    if (running.value) return
    running.value = true
    try {
      const { ticket, reason } = await takeNext()
      if (ticket) await router.push(`/tickets/${ticket.id}`)
      else message.info(reason ?? say('queues.nextNone'), { duration: 6000, closable: true, keepAliveOnHover: true })
    } catch (error) {
      tellFailure(error)
    } finally {
      running.value = false
    }
  }
  return { running: readonly(running), next }
}
