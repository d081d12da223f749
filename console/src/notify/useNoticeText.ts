import type { Word } from '@/app/words'
import { useWords } from '@/app/words'
import { useTerm } from '@/ui/useTerm'

interface Told {
  kind: string
  data: Record<string, unknown>
}

interface NoticeText {
  /** What happened, in one line, for a list in which the ticket stands beside it. */
  headline: (notice: Told) => string
  /** The same where nothing else says which ticket. */
  toast: (notice: Told) => string
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function figure(value: unknown): string {
  return typeof value === 'number' ? String(value) : ''
}

/** Some kinds are told in two ways. */
function wordOf({ kind, data }: Told): string {
  if (kind === 'unassigned' && data['more']) return 'unassignedMore'
  if (kind === 'swap_asked' && data['to']) return 'swap_askedToApprove'
  if (/^(leave|swap)_decided$/.test(kind) && data['approved'] === false) return `${kind}Not`
  return kind
}

/** Notices in the person's language. A kind that this console does not know is told by its name. */
export function useNoticeText(): NoticeText {
  const say = useWords()
  const term = useTerm()

  function values({ data }: Told): Record<string, string> {
    return {
      number: text(data['number']),
      subject: text(data['subject']) || text(data['number']),
      from: text(data['from']),
      to: text(data['to']),
      by: text(data['by']),
      owner: text(data['owner']) || say('notify.told.someone'),
      calendar: text(data['calendar']),
      team: text(data['team']) || say('notify.wholeDesk'),
      waiting: figure(data['waiting']),
      more: figure(data['more']),
      promise: term('clock.kind', text(data['timer_kind']) || 'any'),
    }
  }
  function told(family: string, kind: string, notice: Told): string {
    const known = term(family, kind) !== kind
    return known ? say(`${family}.${kind}` as Word, values(notice)) : kind
  }
  return {
    headline: (notice) => told('notify.kind', notice.kind === 'assigned' && notice.data['by'] ? 'assignedBy' : wordOf(notice), notice),
    toast: (notice) => told('notify.toast', wordOf(notice), notice),
  }
}
