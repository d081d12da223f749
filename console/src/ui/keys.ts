/** What of a key press decides: with which keys, and where the person is. */
export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** The name under which a shortcut is listed: `j`, `?`, `Enter`, `mod+Enter`. */
export function nameOf({ key, ctrlKey, metaKey, altKey }: Press): string | null {
  if (altKey) return null
  const plain = key.length === 1 ? key.toLowerCase() : key
  return ctrlKey || metaKey ? `mod+${plain}` : plain
}
