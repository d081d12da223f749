import { call } from '@/api/call'
import type { Dictionary, Sorted } from '@/api/shapes'
import type { DictionaryBody } from '@/knowledge/triage/draft'

export const readDictionary = (): Promise<Dictionary> => call('get', '/triage/dictionary')
/** Refused with a conflict when somebody has saved a later version than the one that was seen. */
export const saveDictionary = (body: DictionaryBody, version: number): Promise<Dictionary> => call('put', '/triage/dictionary', { body: { ...body, version } })
export const resetDictionary = (version: number): Promise<Dictionary> => call('delete', '/triage/dictionary', { query: { version } })
export const tryText = (text: string, dictionary: DictionaryBody): Promise<Sorted> => call('post', '/triage/test', { body: { text, dictionary } })
