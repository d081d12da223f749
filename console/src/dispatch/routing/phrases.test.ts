import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'

import type { Say } from '@/app/words'
import english from '@/app/words/en'
import chinese from '@/app/words/zh-CN'
import { conditionSaid, type Tongue } from '@/clock/policies/phrases'
import { effectSaid, problemSaid } from '@/dispatch/routing/phrases'

const i18n = createI18n({ legacy: false, locale: 'en', messages: { en: english, 'zh-CN': chinese } as never })
const { t: translate } = i18n.global as unknown as { t: (word: string, values: object, how: object) => string }

function tongueOf(language: 'en' | 'zh-CN'): Tongue {
  const say: Say = (word, values = {}) => translate(word, values, { locale: language })
  const list = (type: 'conjunction' | 'disjunction') => (values: readonly string[]): string => new Intl.ListFormat(language, { type }).format(values)
  return {
    say, anyOf: list('disjunction'), allOf: list('conjunction'),
    term: (family, value) => translate(`${family}.${value}`, {}, { locale: language }),
    named: (_, value) => value, calendar: (id) => `#${id}`, person: (id) => `#${id}`,
  }
}
const en = tongueOf('en')
const zh = tongueOf('zh-CN')
const refund = { skill: 7, name: '退款', grade: 2, required: true, drop_after: null }

test('what a customer says is quoted', () => {
  const said = { trait: 'text', among: ['退款', 'refund'], unless: false }
  expect(conditionSaid(zh, said)).toBe('客户提到“退款”或“refund”')
  expect(conditionSaid(en, { ...said, unless: true })).toBe('the customer does not say “退款” or “refund”')
})

test('a rule says where a ticket goes, what is asked of its owner and what becomes of it', () => {
  const effect = { team: '退款组', needs: [refund, { ...refund, name: '法务', required: false, drop_after: 600 }], language: 'required', level: 'urgent', complexity: 'complex' }
  expect(effectSaid(zh, effect)).toEqual(['交给退款组', '需要退款 ≥ 2 级', '最好有法务 ≥ 2 级（等 10 分钟后放宽）', '必须会客户的语言', '级别设为紧急', '复杂度设为复杂'])
  expect(effectSaid(en, { ...effect, needs: [{ ...refund, required: false }], language: 'wished', level: null, complexity: null, team: null })).toEqual([
    'The type decides the team', 'Better with 退款 ≥ 2 (let go when nobody has it)',
  ])
})

test('a rule that stands in the way of another is named', () => {
  const nothing = { trait: null, value: null, grade: null }
  expect(problemSaid(en, { ...nothing, why: 'hidden', rule: { id: 1, name: 'VIP', version: 1 } })).toContain('VIP')
  expect(problemSaid(zh, { ...nothing, why: 'nobody', rule: null, trait: 'skill', value: '法务', grade: 3 })).toContain('“法务”3 级')
  expect(problemSaid(zh, { ...nothing, why: 'never', rule: null, trait: 'channel' })).toContain('渠道')
})
