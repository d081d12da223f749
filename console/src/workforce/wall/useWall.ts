import { useMessage } from 'naive-ui'

import type { WallAgent } from '@/api/shapes'
import { tellFailure } from '@/app/failures'
import { useWords } from '@/app/words'
import { useFacts } from '@/realtime/useFacts'
import { assignTo, returnToQueue } from '@/tickets/calls'
import { useLoad, type Load } from '@/ui/useLoad'
import { readWall } from '@/workforce/wall/calls'
import type { Dragged } from '@/workforce/wall/drag'

interface Wall {
  agents: Load<WallAgent[]>
  give: (ticket: Dragged, to: Pick<WallAgent, 'id' | 'name'>) => Promise<void>
  giveBack: (ticket: Dragged) => Promise<void>
}

/** Who is here with what, kept true, and a ticket passed from one to another. */
export function useWall(): Wall {
  const say = useWords()
  const message = useMessage()
  const agents = useLoad(readWall)
  useFacts({ when: ({ kind }) => /^(Presence|Capacity|Ticket|Level|Shift|Leave|Person|Member|Promise|Timers|Work|Load|Offer|Channel)/.test(kind), renew: agents.reload, quiet: 300, apart: 1000 })

  async function pass(doing: Promise<unknown>, done: string): Promise<void> {
    try {
      await doing
      message.success(done)
    } catch (error) {
      tellFailure(error)
    }
    await agents.reload()
  }
  return {
    agents,
    async give(ticket, to) {
      if (ticket.from === to.id) return
      await pass(assignTo(ticket.id, { agent: to.id }), say('wall.given', { number: ticket.number, name: to.name }))
    },
    async giveBack(ticket) {
      if (ticket.from === null) return
      await pass(returnToQueue(ticket.id), say('wall.givenBack', { number: ticket.number }))
    },
  }
}
