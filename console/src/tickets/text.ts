export interface Piece {
  text: string
  link: boolean
}

// Chinese text runs on without a blank after an address, and sentences end in marks that are not part of it.
const address = /https?:\/\/[^\s<>"'，。；、！？）】」』]+/g
const trailing = /[.,;:!?)\]]+$/

/** The text of a message, with the web addresses in it set apart. Nothing else in it means anything: no markup. */
export function pieces(body: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const match of body.matchAll(address)) {
    const link = match[0].replace(trailing, '')
    if (match.index > at) found.push({ text: body.slice(at, match.index), link: false })
    found.push({ text: link, link: true })
    at = match.index + link.length
  }
  if (at < body.length) found.push({ text: body.slice(at), link: false })
  return found
}
