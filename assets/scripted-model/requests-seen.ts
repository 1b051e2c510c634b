import type { Entry } from './entries.ts'

/**
 * What Baton (or a person) wants now. The one place that knows Baton's words by their markers, so that
 * a change of the wording in `main/checkpoints/requests.ts` is followed here alone.
 */
export interface SeenRequest {
  kind: 'start' | 'go-on' | 'checkpoint' | 'repair' | 'verify-failed' | 'interrupted' | 'nudge' | 'other'
  text: string
  /** Index among the conversation's entries. */
  at: number
  /** The box it names, from 1. */
  box: number | null
}

const MARKERS: readonly (readonly [SeenRequest['kind'], (text: string) => boolean])[] = [
  ['repair', (text) => /not yet safe/i.test(text)],
  ['verify-failed', (text) => /verif\w* (command|check)/i.test(text) && /fail|exit/i.test(text)],
  ['checkpoint', (text) => /checkpoint/i.test(text) && /-context\.md/.test(text)],
  ['interrupted', (text) => /you were interrupted/i.test(text)],
  ['go-on', (text) => /\bbox \d+/i.test(text)],
]

/** Every request of a conversation, in order. */
export function requestsSeen(entries: readonly Entry[]): SeenRequest[] {
  const seen: SeenRequest[] = []
  let answered = false
  for (const [at, entry] of entries.entries()) {
    if (entry.kind === 'reply-end') answered = true
    if (entry.kind !== 'prompt' && entry.kind !== 'hook') continue
    const kind = kindOf(entry, answered)
    const box = /\bbox (\d+)/i.exec(entry.text)?.[1]
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
  const marked = MARKERS.find(([, matches]) => matches(entry.text))?.[0]
  if (entry.kind === 'hook' && entry.event !== 'Stop' && marked !== 'checkpoint' && marked !== 'repair') return 'nudge'
  return marked ?? 'other'
}
