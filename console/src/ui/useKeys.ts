import { onBeforeUnmount, onMounted } from 'vue'

import { nameOf } from '@/ui/keys'

type Shortcuts = Record<string, () => void>

/** Single-key shortcuts of a page. They rest while the person writes, chooses from a list or has a dialog open. */
export function useKeys(shortcuts: Shortcuts): void {
  function press(event: KeyboardEvent): void {
    const name = nameOf(event)
    const act = name === null ? undefined : shortcuts[name]
    if (!act || event.defaultPrevented || event.isComposing || isBusy(event.target) || (name === 'Enter' && isPressed(event.target))) return
    event.preventDefault()
    act()
  }
  onMounted(() => addEventListener('keydown', press))
  onBeforeUnmount(() => removeEventListener('keydown', press))
}

// An open menu or dialog has the keyboard, wherever the focus is.
const open = '[role="dialog"][aria-modal="true"], .n-dropdown-menu, .n-base-select-menu'

// Enter on a button or a link is that one's own.
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href]') !== null
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector(open)) return true
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], [role="listbox"]') !== null)
}
