import type { Checkpoint } from '../../../contract/series.ts'
import { readConversation } from '../../agents/claude/transcript/conversation.ts'
import { readDevDocs, readPresentFiles } from '../../checkpoints/dev-docs.ts'
import { writeMechanicalHandover } from '../../checkpoints/mechanical.ts'
import { takeSnapshot } from '../../checkpoints/snapshot.ts'
import { diffStat } from '../../checkpoints/work-tree.ts'
import { CHECKPOINT_REASONS } from '../reasons.ts'
import { transcriptOf } from './transcripts.ts'
import type { Driven } from './ports.ts'

/** Keeps the checkpoint that the state names; a mechanical one is written from transcript and git first. */
export async function takeCheckpoint(driver: Driven, background: string[]): Promise<void> {
  const { state, ports } = driver
  const { step, launch } = state
  if (step.name !== 'snapshotting') return
  const reason = CHECKPOINT_REASONS[step.wish.reason]
  if (step.kind === 'mechanical') {
    const written = await writeHandover(driver, reason, background)
    if (!written.ok) {
      driver.tell({ type: 'SnapshotFailed', at: ports.now(), problem: written.problem })
      return
    }
  }
  const docs = await readDevDocs(state.project, state.task)
  const files = docs.ok ? docs.value.files : await readPresentFiles(state.project, state.task)
  const boxes = docs.ok ? docs.value.boxes : state.boxes
  const message = `Baton checkpoint ${step.n} of ${state.task}: ${reason}`
  const request = { project: state.project, seriesId: state.id, n: step.n, docs: { files }, message, mask: true }
  const taken = await takeSnapshot(request)
  const row: Checkpoint = {
    seriesId: state.id,
    n: step.n,
    at: new Date(ports.now()).toISOString(),
    kind: step.kind,
    reason,
    sessionId: launch?.sessionId ?? null,
    files: taken.files,
    sha256: taken.sha256,
    ref: taken.ref,
    commit: taken.commit,
    refProblem: taken.refProblem,
    skipped: taken.skipped,
    masked: taken.masked,
    contextUsed: launch?.used ?? null,
    boxesDone: boxes.filter((box) => box.done).length,
    boxesOpen: boxes.filter((box) => !box.done).length,
  }
  driver.tell(() => {
    driver.pending = { row, contents: taken.contents }
    return Promise.resolve({ type: 'SnapshotTaken', at: ports.now(), checkpoint: row })
  })
}

async function writeHandover(
  driver: Driven,
  reason: string,
  background: string[],
): ReturnType<typeof writeMechanicalHandover> {
  const { state, ports } = driver
  const { launch } = state
  const transcript = launch === null ? '' : transcriptOf(driver, launch)
  const last = (await ports.store.checkpoints(state.id)).at(-1)
  const [docs, conversation, diffstat] = await Promise.all([
    readDevDocs(state.project, state.task),
    readConversation(transcript),
    diffStat(state.project, last?.commit ?? null, 'now'),
  ])
  return writeMechanicalHandover({
    project: state.project,
    task: state.task,
    docs,
    conversation,
    // Without git there is no diffstat; the files touched stand in the conversation.
    diffstat: diffstat.ok ? diffstat.value : [],
    reason,
    background,
    at: new Date(ports.now()).toISOString(),
  })
}
