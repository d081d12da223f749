import { call, tell } from '@/api/call'
import type { Grades, Skill, Weight, Weights } from '@/workforce/skills/model'

export const listSkills = async (): Promise<Skill[]> => (await call<{ items: Skill[] }>('get', '/skills')).items

export const addSkill = (name: string): Promise<Skill> => call('post', '/skills', { body: { name } })

export const renameSkill = (id: number, name: string): Promise<Skill> => call('patch', '/skills/{id}', { path: { id }, body: { name } })

export const removeSkill = (id: number): Promise<void> => tell('delete', '/skills/{id}', { path: { id } })

/** All that somebody can do: what is not named is not there any more. */
export const teach = (id: number, can: Grades, languages: readonly string[]): Promise<void> =>
  tell('put', '/agents/{id}/skills', { path: { id }, body: { skills: [...can].map(([skill, grade]) => ({ skill, grade })), languages } })

export const readWeights = (): Promise<Weights> => call('get', '/capacity')

export const saveWeights = (weights: readonly Weight[]): Promise<Weights> =>
  call('put', '/capacity', {
    body: { weights: weights.map(({ channel, weight, idle_after, idle_weight, wrap_up }) => ({ channel, weight, idle_after, idle_weight, wrap_up })) },
  })
