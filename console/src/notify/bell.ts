import { shallowReadonly, shallowRef } from 'vue'

import type { NoticeCount } from '@/api/shapes'
import { countNotices } from '@/notify/calls'

const counted = shallowRef<NoticeCount>({ unseen: 0, urgent: 0 })

/** What the person has not seen yet, one count for all bells on the screen. */
export const unseen = shallowReadonly(counted)

/** Whether the notice centre is open. */
export const centreIsOpen = shallowRef(false)

export async function renewCount(): Promise<void> {
  counted.value = await countNotices()
}

export function setCount(count: NoticeCount): void {
  counted.value = count
}
