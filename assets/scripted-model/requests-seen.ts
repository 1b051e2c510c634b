import type { Entry } from './entries.ts'

/**
 * What Baton (or a person) wants now. This is the one place that knows Baton's words, by their markers;
 * `requests-seen.test.ts` holds it against the texts that Baton really sends.
 */
export interface SeenRequest {
  kind:
    | 'start'
    | 'go-on'
    | 'checkpoint'
    | 'repair'
    | 'verify-failed'
    | 'interrupted'
    | 'read-files'
    /** Only tells something; what was asked before still stands. */
    | 'nudge'
    | 'other'
  text: string
  /** Index among the conversation's entries. */
  at: number
  /** The box that a `go-on` names, from 1. */
  box: number | null
}

const BOX_NUMBER = /\bbox (\d+)/i

/** Tried in order: the texts that quote data (titles, outputs) begin with words of their own. */
const MARKERS: readonly (readonly [SeenRequest['kind'], RegExp])[] = [
  ['repair', /^\W*the (handover|checkpoint) is not (yet safe|complete)/i],
  ['verify-failed', /the check that decides whether the task is done/i],
  ['read-files', /^\W*before you go on, read these files/i],
  ['interrupted', /^\W*you were interrupted/i],
  ['go-on', /go on with box \d+/i],
  ['checkpoint', /checkpoint now|has changed since this request|^\W*write down the state of the task/i],
]

/** Every request of a conversation, in order. */
export function requestsSeen(entries: readonly Entry[]): SeenRequest[] {
  const seen: SeenRequest[] = []
  let answered = false
  for (const [at, entry] of entries.entries()) {
    if (entry.kind === 'reply-end') answered = true
    if (entry.kind !== 'prompt' && entry.kind !== 'hook') continue
    const kind = kindOf(entry, answered)
    const box = BOX_NUMBER.exec(entry.text)?.[1]
    seen.push({ kind, text: entry.text, at, box: kind === 'go-on' && box !== undefined ? Number(box) : null })
  }
  return seen
}

/** The request that stands: the last one that is more than a nudge. */
export function standingRequest(entries: readonly Entry[]): SeenRequest | null {
  return requestsSeen(entries).findLast(({ kind }) => kind !== 'nudge') ?? null
}

function kindOf(entry: Entry & { kind: 'prompt' | 'hook' }, answered: boolean): SeenRequest['kind'] {
  // The recipe of a session's start tells of checkpoints and boxes as well, and asks for none.
  if (!answered && entry.kind === 'prompt') return 'start'
  const marked = MARKERS.find(([, marker]) => marker.test(entry.text))?.[0]
  if (entry.kind === 'hook' && entry.event !== 'Stop' && marked !== 'checkpoint' && marked !== 'repair') return 'nudge'
  return marked ?? 'other'
}
