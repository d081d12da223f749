export const states = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'] as const
export const levels = ['urgent', 'important', 'normal'] as const

/** Nothing more is expected of the desk. */
export function isEnded(state: string): boolean {
  return state === 'solved' || state === 'closed'
}

export function isWaiting(state: string): boolean {
  return state === 'pending' || state === 'on_hold'
}
