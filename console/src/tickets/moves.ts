export type Move = 'pending' | 'hold' | 'resume' | 'solve' | 'confirm' | 'reopen' | 'close'

const from: Record<string, readonly Move[]> = {
  new: ['pending', 'hold', 'solve'],
  open: ['pending', 'hold', 'solve'],
  pending: ['resume', 'hold', 'solve'],
  on_hold: ['resume', 'pending', 'solve'],
  solved: ['confirm', 'reopen', 'close'],
  closed: ['confirm', 'reopen'],
}

/** What can be done with a ticket in a state. The desk decides again; this only keeps from offering what it would refuse. */
export function movesFrom(state: string): readonly Move[] {
  return from[state] ?? []
}

/** Which of them ask something first. */
export function asks(move: Move): move is 'pending' | 'hold' | 'solve' {
  return move === 'pending' || move === 'hold' || move === 'solve'
}
