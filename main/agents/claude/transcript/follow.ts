import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Problem } from '../../../../contract/problem.ts'
import type { LedgerBatch, TranscriptCursor } from '../../../store/types.ts'
import { singleFlight } from '../single-flight.ts'
import { accumulateFacts, type FactAccumulator } from './facts.ts'
import { hintOfChange } from './hint.ts'
import { subagentDir } from './path.ts'
import { tailFile, type Tail } from './tail.ts'
import { transcriptDamaged, transcriptUnreadable, unwatchable } from './problems.ts'

export interface FollowOptions {
  /** The session's own transcript; it need not exist yet. Its subagents' files are found beside it. */
  path: string
  /** How far a file was read before (the store's `cursor`). */
  cursor: (path: string) => Promise<TranscriptCursor | null>
  /** Commits facts and cursor together; the next ones wait for it. When it fails they are given again. */
  onFacts: (batch: LedgerBatch) => Promise<void>
  onProblem: (problem: Problem) => void
  /** Environment of the session, for its window. */
  env?: Record<string, string | undefined>
}

export interface Follower {
  /** Looks at once; resolves when everything that stood on disk at the call has been delivered. */
  poke(): Promise<void>
  close(): Promise<void>
}

interface Followed {
  tail: Tail
  facts: () => FactAccumulator
  told: number
}

/** Delivers the facts of a session and its subagents as their transcripts grow. Never rejects: it tells `onProblem`. */
export function followTranscript(options: FollowOptions): Follower {
  const { path, onProblem } = options
  const subagents = subagentDir(path)
  const followed = new Map<string, Followed>()
  const troubled = new Set<string>()
  let closed = false

  async function follow(file: string, agentId: string | null): Promise<Followed> {
    const known = followed.get(file)
    if (known !== undefined) return known
    const fresh = (): FactAccumulator => accumulateFacts({ agentId, env: options.env ?? {} })
    let facts = fresh()
    const cursor = await options.cursor(file)
    const tail = tailFile(
      file,
      cursor,
      (line) => facts.take(line),
      () => (facts = fresh()),
    )
    const made = { tail, facts: () => facts, told: 0 }
    followed.set(file, made)
    return made
  }

  async function deliver(file: string, agentId: string | null): Promise<void> {
    try {
      const { tail, facts } = await follow(file, agentId)
      await tail.read(async (cursor) => {
        const drained = facts().drain()
        if (drained.usages.length + drained.contexts.length + drained.costs.length === 0) return
        await options.onFacts({ ...drained, cursor })
      })
      tellDamage(file)
      troubled.delete(file)
    } catch (error) {
      // Read again at the next look; said once until it went well.
      if (!troubled.has(file)) onProblem(transcriptUnreadable(file, error))
      troubled.add(file)
    }
  }

  function tellDamage(file: string): void {
    const one = followed.get(file)
    if (one === undefined) return
    const { skipped } = one.tail
    const { damaged } = one.facts()
    const lines = skipped.lines + damaged.lines
    if (lines > one.told) onProblem(transcriptDamaged(file, lines, skipped.bytes + damaged.bytes))
    one.told = lines
  }

  const look = singleFlight(async () => {
    if (closed) return
    await deliver(path, null)
    for (const name of await subagentFiles(subagents)) {
      if (closed) return
      await deliver(join(subagents, name), basename(name, '.jsonl').replace(/^agent-/, ''))
    }
  })

  const onTrouble = (cause: string): void => onProblem(unwatchable(path, cause))
  const hints = [path, subagents].map((target) => hintOfChange(target, () => void look(), onTrouble))
  void look()

  return {
    poke: look,
    async close() {
      for (const hint of hints) hint.close()
      await look()
      closed = true
    },
  }
}

async function subagentFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  } catch {
    // Most sessions have no subagents, and so no folder.
    return []
  }
}
