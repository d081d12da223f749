import { computed, shallowRef, watchEffect } from 'vue'

import { publishTokens, type Appearance } from '@/ui/tokens'

export const appearances = ['system', 'light', 'dark'] as const
/** What the person wants: light, dark, or as the machine is set. */
export type Wish = (typeof appearances)[number]

const remembered = 'jishi.appearance'

/** What to show to someone with that wish on a machine that is, or is not, set to dark. */
export function chooseAppearance(wish: Wish, machineIsDark: boolean): Appearance {
  if (wish !== 'system') return wish
  return machineIsDark ? 'dark' : 'light'
}

export function readWish(stored: string | null): Wish {
  return appearances.find((known) => known === stored) ?? 'system'
}

const wish = shallowRef<Wish>('system')
const machineIsDark = shallowRef(false)

export const wished = computed(() => wish.value)
export const appearance = computed(() => chooseAppearance(wish.value, machineIsDark.value))

export function switchAppearance(to: Wish): void {
  localStorage.setItem(remembered, to)
  wish.value = to
}

/** Before the first page is drawn; follows the machine from then on. */
export function startAppearance(): void {
  const machine = matchMedia('(prefers-color-scheme: dark)')
  wish.value = readWish(localStorage.getItem(remembered))
  machineIsDark.value = machine.matches
  machine.addEventListener('change', (event) => { machineIsDark.value = event.matches })
  watchEffect(() => publishTokens(document.documentElement, appearance.value), { flush: 'sync' })
}
