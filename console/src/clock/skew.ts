/** Where the server's clock stands relative to ours, in milliseconds: somewhere in [least, most]. */
export interface Skew {
  readonly least: number
  readonly most: number
}

/**
 * What one answer tells. `Date` was cut to the second, at some moment between sending and receiving: the server's clock
 * then read within [date, date + 1 s), ours within [sent, received].
 */
export function skewOf(date: number, sent: number, received: number): Skew {
  return { least: date - received, most: date + 1000 - sent }
}

/** Every answer narrows it down. Two that cannot both be true mean that a clock was set: the newer is believed. */
export function narrow(known: Skew | null, heard: Skew): Skew {
  if (!known) return heard
  const both = { least: Math.max(known.least, heard.least), most: Math.min(known.most, heard.most) }
  return both.least <= both.most ? both : heard
}

export function middle({ least, most }: Skew): number {
  return (least + most) / 2
}
