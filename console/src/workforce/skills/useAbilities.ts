import { reactive, watch } from 'vue'

import type { Agent } from '@/api/shapes'
import { tellFailure } from '@/app/failures'
import { teach } from '@/workforce/skills/calls'
import { graded } from '@/workforce/skills/matrix'
import type { Grade, Grades } from '@/workforce/skills/model'

interface Ability {
  can: Grades
  languages: readonly string[]
}

interface Abilities {
  of: (agent: Agent) => Ability
  grade: (agent: Agent, skill: number, grade: Grade) => void
  speak: (agent: Agent, languages: readonly string[]) => void
}

/**
 * What people can do, changed at once on the screen and stored behind it: one request at a time for each person, with
 * what stands there when it leaves, so that quick keys never overtake each other.
 */
export function useAbilities(agents: () => readonly Agent[], reload: () => Promise<void>): Abilities {
  const abilities = reactive(new Map<number, Ability>())
  const dirty = new Set<number>()
  const busy = new Set<number>()

  watch(agents, (now) => {
    for (const { id, skills, languages } of now) {
      if (!dirty.has(id) && !busy.has(id)) abilities.set(id, { can: new Map(skills.map((each) => [each.id, each.grade as Grade])), languages })
    }
  }, { immediate: true })

  const of = ({ id }: Agent): Ability => abilities.get(id) ?? { can: new Map(), languages: [] }

  function change(agent: Agent, to: Partial<Ability>): void {
    abilities.set(agent.id, { ...of(agent), ...to })
    dirty.add(agent.id)
    void store(agent)
  }
  async function store(agent: Agent): Promise<void> {
    if (busy.has(agent.id)) return
    busy.add(agent.id)
    try {
      while (dirty.delete(agent.id)) await teach(agent.id, of(agent).can, of(agent).languages)
    } catch (error) {
      tellFailure(error)
    } finally {
      busy.delete(agent.id)
      await reload()
    }
  }

  return {
    of,
    grade: (agent, skill, grade) => change(agent, { can: graded(of(agent).can, skill, grade) }),
    speak: (agent, languages) => change(agent, { languages }),
  }
}
