/** A key for one request that may have to be sent twice. `crypto.randomUUID` is missing on plain http, this is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
