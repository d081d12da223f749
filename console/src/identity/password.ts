const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'wo', 'zu', 'xa'] as const

/** A password that can be said over the phone: four words of three syllables, 48 bits. `bytes` are six random ones. */
export function speakable(bytes: Uint8Array): string {
  const said = Array.from(bytes, (byte) => `${syllables[byte >> 4] ?? ''}${syllables[byte & 15] ?? ''}`).join('')
  return (said.match(/.{6}/g) ?? []).join('-')
}

export const suggestPassword = (): string => speakable(crypto.getRandomValues(new Uint8Array(6)))
