import { expect, test } from 'vitest'

import { makeParser, type StreamEvent } from '@/realtime/parse'

const stream = ': beat\n\nid: 41\nevent: fact\ndata: {"kind":"退款"}\n\nid: 42\r\nevent: fact\r\ndata: a\r\ndata: b\r\n\r\ndata\n\n'

function parsed(pieces: string[]): StreamEvent[] {
  const heard: StreamEvent[] = []
  const feed = makeParser((event) => heard.push(event))
  for (const piece of pieces) feed(piece)
  return heard
}

const expected = [
  { id: '41', name: 'fact', data: '{"kind":"退款"}' },
  { id: '42', name: 'fact', data: 'a\nb' },
  { id: '42', name: 'message', data: '' },
]

test('events are told, heartbeats are not', () => {
  expect(parsed([stream])).toEqual(expected)
})

test('it does not matter where the network cuts', () => {
  for (let cut = 1; cut < stream.length; cut += 1) expect(parsed([stream.slice(0, cut), stream.slice(cut)])).toEqual(expected)
  expect(parsed([...stream])).toEqual(expected)
})

test('half an event is not told', () => {
  expect(parsed(['id: 7\nevent: fact\ndata: x\n'])).toEqual([])
})
