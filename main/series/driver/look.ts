import { describeProblem } from '../../../contract/problem.ts'
import { contentSeen } from '../../agents/claude/transcript/content-seen.ts'
import { readDevDocs } from '../../checkpoints/dev-docs.ts'
import { vanishedBoxes } from '../../checkpoints/vanished.ts'
import { checkHandover } from '../../checkpoints/verify.ts'
import { workTreeMark } from '../../checkpoints/work-tree.ts'
import type { Look } from '../facts.ts'
import type { CyclerState } from '../state.ts'

/** What to look at beside the boxes. */
export interface LookFor {
  /** The handover, against what the context file was at the request. */
  handover?: { baseline: string | null }
  /** Whether the work moved: needs git, and may have been asked for before. */
  work?: boolean
  /** What a transcript shows of the dev-docs. */
  shownIn?: string | null
  at: number
}

/** Reads the state of the task from disk. Never fails: what cannot be read is told in the look. */
export async function lookAt(state: CyclerState, wanted: LookFor, mark: Promise<string> | null = null): Promise<Look> {
  const marking = wanted.work === true ? (mark ?? workTreeMark(state.project)) : null
  const [seen, workMark] = await Promise.all([lookAtDocs(state, wanted), marking])
  return { ...seen, workMark }
}

async function lookAtDocs(state: CyclerState, wanted: LookFor): Promise<Omit<Look, 'workMark'>> {
  const docs = await readDevDocs(state.project, state.task)
  if (!docs.ok) {
    return {
      boxes: null,
      problem: docs.problem,
      contextSha256: null,
      vanished: [],
      missing: [describeProblem(docs.problem)],
      secrets: [],
      shown: [],
      at: wanted.at,
    }
  }
  const { boxes, files } = docs.value
  const check = wanted.handover
    ? await checkHandover({
        project: state.project,
        docs,
        baselineContextSha256: wanted.handover.baseline,
        final: boxes.every((box) => box.done),
      })
    : { problems: [], secrets: [] }
  const rules = check.problems.length - check.secrets.length
  const shown = wanted.shownIn
    ? await contentSeen(
        wanted.shownIn,
        files.map((file) => ({ path: file.absolutePath, text: file.text })),
      )
    : new Set<string>()
  return {
    boxes,
    problem: null,
    contextSha256: files.find((file) => file.role === 'context')?.sha256 ?? null,
    vanished: vanishedBoxes(state.known, boxes),
    missing: check.problems.slice(0, rules),
    secrets: check.problems.slice(rules),
    shown: files.filter((file) => shown.has(file.absolutePath)).map((file) => file.path),
    at: wanted.at,
  }
}
