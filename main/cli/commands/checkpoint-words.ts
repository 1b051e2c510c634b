import { failure, success, type Outcome } from '../../../contract/problem.ts'

export const CHECKPOINT_VERBS = ['list', 'show', 'diff', 'restore', 'prune'] as const
export type CheckpointVerb = (typeof CHECKPOINT_VERBS)[number]

/** What the words after `baton checkpoints` ask for. */
export interface CheckpointWords {
  /** Null: of every series, or of the only one. */
  series: string | null
  verb: CheckpointVerb
  /** Null: the latest. */
  n: number | null
  /** What a diff compares with; null: the checkpoint before it. */
  against: number | 'now' | null
}

const USE = 'type `baton checkpoints [SERIES] [list|show [N]|diff [N] [OTHER|now]|restore [N]|prune]`'

export function parseCheckpointWords(words: string[]): Outcome<CheckpointWords> {
  const isVerb = (word: string | undefined) => CHECKPOINT_VERBS.some((verb) => verb === word)
  const [series, rest] = words[0] === undefined || isVerb(words[0]) ? [null, words] : [words[0], words.slice(1)]
  const verb = CHECKPOINT_VERBS.find((name) => name === (rest[0] ?? 'list'))
  if (verb === undefined) return failure('usage', String(rest[0]), 'is nothing that can be done with checkpoints', USE)
  const numbers = rest.slice(1)
  const most = verb === 'diff' ? 2 : verb === 'show' || verb === 'restore' ? 1 : 0
  if (numbers.length > most)
    return failure('usage', numbers.slice(most).join(' '), `\`${verb}\` takes no such word`, USE)
  const [first, second] = numbers
  if (first !== undefined && !/^[1-9]\d*$/.test(first))
    return failure('usage', first, 'is no number of a checkpoint; they count from 1', USE)
  if (second !== undefined && second !== 'now' && !/^\d+$/.test(second))
    return failure('usage', second, 'is neither a number of a checkpoint nor `now`', USE)
  return success({
    series,
    verb,
    n: first === undefined ? null : Number(first),
    against: second === undefined ? null : second === 'now' ? 'now' : Number(second),
  })
}
