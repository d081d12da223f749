/** One event of a stream (`text/event-stream`, as the HTML standard has it). */
export interface StreamEvent {
  id: string | null
  name: string
  data: string
}

/** Takes the stream as it arrives, cut anywhere, and tells each event once it is whole. */
export function makeParser(tell: (event: StreamEvent) => void): (piece: string) => void {
  let rest = ''
  let id: string | null = null
  let name = 'message'
  let data: string[] = []

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) tell({ id, name, data: data.join('\n') })
      name = 'message'
      data = []
      return
    }
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon === -1 ? text : text.slice(0, colon)
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') name = value
    else if (field === 'id') id = value
  }

  return (piece) => {
    rest += piece
    // A carriage return at the very end may be the first half of a line break.
    const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest
    const lines = whole.split(/\r\n|\r|\n/)
    rest = (lines.pop() ?? '') + rest.slice(whole.length)
    for (const text of lines) line(text)
  }
}
