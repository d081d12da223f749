import { useDialog } from 'naive-ui'
import { onBeforeUnmount, onMounted } from 'vue'

import { useWords } from '@/app/words'
import { signedIn } from '@/identity/session'

/** Nobody loses what they wrote by a click beside it: the page asks before it is left. */
export function useUnsaved(unsaved: () => boolean): { mayLeave: () => Promise<boolean> | boolean } {
  const say = useWords()
  const dialog = useDialog()

  // The browser has its own words for closing a tab.
  const close = (event: BeforeUnloadEvent): void => { if (unsaved()) event.preventDefault() }
  onMounted(() => addEventListener('beforeunload', close))
  onBeforeUnmount(() => removeEventListener('beforeunload', close))

  function ask(): Promise<boolean> {
    return new Promise((resolve) => {
      dialog.warning({
        content: say('policies.form.leave'),
        positiveText: say('policies.form.discard'),
        negativeText: say('app.cancel'),
        onPositiveClick: () => resolve(true),
        onNegativeClick: () => resolve(false),
        onClose: () => resolve(false),
        onEsc: () => resolve(false),
        onMaskClick: () => resolve(false),
      })
    })
  }
  return { mayLeave: () => (signedIn.value && unsaved() ? ask() : true) }
}
