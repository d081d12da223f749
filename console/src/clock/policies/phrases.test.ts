import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'

import type { Say } from '@/app/words'
import english from '@/app/words/en'
import chinese from '@/app/words/zh-CN'
import { conditionSaid, lengthOf, rungSaid, targetDetails, targetSaid, whoSaid, type Tongue } from '@/clock/policies/phrases'
import type { Rung, Target } from '@/clock/policies/model'

const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: english, 'zh-CN': chinese } as never })

const { t: translate } = i18n.global as unknown as { t: (word: string, values: object, how: object) => string }

function tongueOf(language: 'en' | 'zh-CN'): Tongue {
  const say: Say = (word, values = {}) => translate(word, values, { locale: language })
  const names: Record<string, string> = { urgent: 'tickets.level.urgent', phone: 'tickets.channel.phone', chat: 'tickets.channel.chat' }
  const list = (type: 'conjunction' | 'disjunction') => (values: readonly string[]): string => new Intl.ListFormat(language, { type }).format(values)
  return {
    say, anyOf: list('disjunction'), allOf: list('conjunction'),
    term: (family, value) => translate(`${family}.${value}`, {}, { locale: language }),
    named: (_, value) => (names[value] ? translate(names[value], {}, { locale: language }) : value),
    calendar: (id) => `#${id}`, person: (id) => (id === 12 ? '韩梅梅' : `#${id}`),
  }
}
const en = tongueOf('en')
const zh = tongueOf('zh-CN')

const first: Target = { kind: 'first_response', seconds: 5400, hours: 'business', calendar: null, when: [], warn: [0.8], warn_before: [600], paused_in: ['pending', 'on_hold'] }
const atDue: Rung = { moment: 'at', share: null, seconds: 0, kinds: [], to: ['owner', 'lead'], by: ['screen', 'email'], every: null, times: 1 }

test('a time is said in hours and minutes, never in days', () => {
  expect(lengthOf(en, 172_800)).toBe('48 h')
  expect(lengthOf(zh, 5400)).toBe('1 小时 30 分钟')
})

test('a condition names its values', () => {
  const byMouth = { trait: 'channel', among: ['phone', 'chat'], unless: false }
  expect(conditionSaid(en, byMouth)).toBe('the channel is Phone or Chat')
  expect(conditionSaid(zh, byMouth)).toBe('渠道是电话或在线聊天')
  expect(conditionSaid(en, { trait: 'field.city', among: ['Wuhan'], unless: true })).toBe('the field “city” is not Wuhan')
  expect(conditionSaid(zh, { trait: 'field.city', among: ['武汉'], unless: true })).toBe('字段“city”不是武汉')
})

test('a policy says for which tickets it is', () => {
  const urgent = { always: false, condition: [{ trait: 'level', among: ['urgent'], unless: false }, { trait: 'channel', among: ['phone'], unless: true }] }
  expect(whoSaid(en, urgent)).toBe('For tickets where the level is Urgent and the channel is not Phone')
  expect(whoSaid(zh, urgent)).toBe('适用于级别是紧急，且渠道不是电话的工单')
  expect(whoSaid(en, { always: true, condition: [] })).toBe('For every ticket')
  expect(whoSaid(en, { always: false, condition: [] })).toBe('For no ticket: a condition is missing')
})

test('a promise says within how long, in which time, and when it holds', () => {
  expect(targetSaid(en, first)).toBe('First reply within 1 h 30 min of working time')
  expect(targetSaid(zh, first)).toBe('1 小时 30 分钟（工作时间）内首次响应')
  const byPhone = { ...first, hours: 'calendar', when: [{ trait: 'channel', among: ['phone'], unless: false }] }
  expect(targetSaid(en, byPhone)).toBe('First reply within 1 h 30 min, around the clock, when the channel is Phone')
  expect(targetSaid(zh, byPhone)).toBe('渠道是电话时：1 小时 30 分钟（自然时间）内首次响应')
})

test('word of progress is promised again and again', () => {
  expect(targetSaid(en, { ...first, kind: 'update', seconds: 3600 })).toBe('Update at least every 1 h of working time')
  expect(targetSaid(zh, { ...first, kind: 'update', seconds: 3600 })).toBe('至少每 1 小时（工作时间）进展通报一次')
})

test('warnings and pauses are said, and nothing is said of what there is not', () => {
  expect(targetDetails(en, first)).toEqual([
    'Warns when 80 % of the time is used and 10 min before it is due.', 'Stands still while the ticket is Pending or On hold.',
  ])
  expect(targetDetails(zh, { ...first, calendar: 7 })).toEqual(['工作时间按#7计算。', '用去 80 % 的时间时和到期前 10 分钟预警。', '工单处于等待客户或等待协作时停止计时。'])
  expect(targetDetails(en, { ...first, warn: [], warn_before: [], paused_in: [] })).toEqual([])
})

test('a step says when, who and how', () => {
  expect(rungSaid(en, atDue)).toBe('The moment it becomes late, tell the owner and the team’s lead on the screen and by e-mail')
  expect(rungSaid(zh, atDue)).toBe('超时那一刻，通知负责人和组长（屏幕和邮件）')
  expect(rungSaid(en, { ...atDue, moment: 'before', share: 0.805, to: ['person:12'], by: ['push'] })).toBe('When 80.5 % of the time is used, tell 韩梅梅 by browser push')
  expect(rungSaid(en, { ...atDue, moment: 'unopened', seconds: 600, to: ['on_shift:supervisor'], by: ['screen'] }))
    .toBe('When whoever was given the ticket has not opened it for 10 min, tell every Supervisor online on the screen')
})

test('a step says for which promises it is and how often it repeats', () => {
  const again = { ...atDue, moment: 'after', seconds: 1800, kinds: ['resolution'], every: 600, times: 3 }
  expect(rungSaid(en, again)).toContain('30 min after it became late, tell')
  expect(rungSaid(en, again)).toContain('; only for: Resolution; again every 10 min until somebody acknowledges it, 3 times at most')
  expect(rungSaid(zh, again)).toBe('超时 30 分钟后，通知负责人和组长（屏幕和邮件）；仅限：解决；之后每 10 分钟再通知，直到有人确认，最多 3 次')
})

test('what is not chosen yet is left open', () => {
  expect(conditionSaid(en, { trait: 'level', among: [], unless: false })).toBe('the level is …')
  expect(rungSaid(en, { ...atDue, to: [], by: [] })).toBe('The moment it becomes late, tell … …')
})
