import type { Leave, Swap } from '@/workforce/roster/model'

export interface Request {
  key: string
  asked_at: string
  leave: Leave | null
  swap: Swap | null
  /** What the person who looks can do with it. */
  may: { decide: boolean; answer: boolean; withdraw: boolean }
}

/** Leave and swaps as one list: what waits for this person first, then the newest. */
export function requestsOf(leaves: readonly Leave[], swaps: readonly Swap[], { me, decides, now }: { me: number; decides: boolean; now: number }): Request[] {
  const all = [
    ...leaves.map((leave): Request => ({
      key: `leave ${leave.id}`, asked_at: leave.asked_at, leave, swap: null,
      may: {
        decide: decides && leave.state === 'asked',
        answer: false,
        withdraw: (leave.person_id === me || decides) && (leave.state === 'asked' || leave.state === 'approved') && Date.parse(leave.ends_at) > now,
      },
    })),
    ...swaps.map((swap): Request => ({
      key: `swap ${swap.id}`, asked_at: swap.asked_at, leave: null, swap,
      may: {
        decide: decides && swap.state === 'accepted' && !swap.moved,
        answer: swap.to_id === me && swap.state === 'asked' && !swap.moved,
        withdraw: swap.from_id === me && (swap.state === 'asked' || swap.state === 'accepted'),
      },
    })),
  ]
  return all.toSorted((a, b) => Number(waits(b)) - Number(waits(a)) || b.asked_at.localeCompare(a.asked_at))
}

/** Whether it waits for the person who looks. */
export function waits({ may }: Request): boolean {
  return may.decide || may.answer
}
