import { expect, test } from 'vitest'

import { blank, parseKept, toKeep, type Kept } from '@/tickets/draft'

const kept: Kept = {
  draft: { mode: 'note', body: '问仓库', attachments: [{ id: 4, name: 'a.png', type: 'image/png', size: 3 }] },
  unsent: [{ mode: 'reply', body: '您好', attachments: [], key: 'k1', at: '2026-03-02T10:00:00Z', next: 'wait', failed: true }],
}

test('what is kept comes back as it was', () => {
  expect(parseKept(toKeep(kept))).toEqual(kept)
})

test('an empty draft is not kept, one that failed to be sent is', () => {
  expect(toKeep({ draft: { ...blank(), body: ' \n' }, unsent: [] })).toBeNull()
  expect(toKeep({ ...kept, draft: blank() })).not.toBeNull()
})

test('what somebody else left in the browser is no draft', () => {
  for (const text of [null, '', '{', '7', '{"draft":{"mode":"shout","body":1}}', '{"draft":null,"unsent":[]}']) {
    expect(parseKept(text)).toEqual({ draft: blank(), unsent: [] })
  }
})
