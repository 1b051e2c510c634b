import { editFile, makeOutput, tickBox } from '../../assets/scripted-model/box-work.ts'
import type { Conversation } from '../../assets/scripted-model/conversation.ts'
import { succeeded } from '../../assets/scripted-model/dev-docs-seen.ts'
import { handoverText } from '../../assets/scripted-model/handover.ts'
import { apiError, say, type Character, type Reply, type ToolCall } from '../../assets/scripted-model/reply.ts'
import { worker, type WorkStep } from '../../assets/scripted-model/worker.ts'
import type { TransitionName } from '../../main/series/transitions.ts'

/** In the command lines of what the agent leaves running. */
export const SHELL_MARK = 'baton-kill-shell'
export const CHILD_MARK = 'baton-kill-child'
/** What a launch leaves running beside itself, by words of its command lines. */
export const HELPERS: readonly string[] = [SHELL_MARK, CHILD_MARK, 'kill/mcp-server.ts']

/** Past due by far, and past the point where the CLI compacts in a window of 100 000. */
const JUMP_TOKENS = 72_000
/** These come at the end of a series by themselves. */
const AT_THE_END: readonly TransitionName[] = ['check', 'finish']

/**
 * A worker that behaves, as long as a transition is wanted, so that it comes: fails a turn (`hold`, `retry`,
 * `release`), fills its context within a turn (`halt`, `compaction`), leaves the next steps out of its handover
 * (`repair`). Before its first box it starts a background shell and a child that leaves its parents. There is work
 * as long as anything is wanted.
 */
export function killWorker(wanted: () => ReadonlySet<TransitionName>): Character {
  const work = worker({
    steps: ({ box }) => [startShell(), startChild(), makeOutput(box)],
    tick: (step) =>
      tickAndAdd(
        step,
        [...wanted()].some((name) => !AT_THE_END.includes(name)),
      ),
    handover: (facts, round) =>
      round === 1 && wanted().has('repair') && !wanted().has('halt')
        ? handoverText(facts).replace('## Next steps', '## Thoughts')
        : handoverText(facts),
    afterHandover: ({ entries, request, turn }) =>
      !wanted().has('halt') || (request && turn[0] === entries[request.at]) ? say('The handover is written.') : null,
  })
  return (conversation) => {
    const names = wanted()
    if (fails(conversation, names)) return { fault: overloaded() }
    return { ...work(conversation), ...usageOf(conversation, names) }
  }
}

/** A turn that a retry began is not failed again. */
function fails({ calls, turn }: Conversation, names: ReadonlySet<TransitionName>): boolean {
  if (!names.has('hold') && !names.has('retry') && !names.has('release')) return false
  const opening = turn[0]
  const retried = opening?.kind === 'prompt' && opening.text.trim() === 'Continue.'
  return !retried && calls.some((one) => one.name === 'Edit' && succeeded(one))
}

function overloaded() {
  return apiError(529, 'overloaded_error', 'Overloaded', { 'x-should-retry': 'false' })
}

/** The context leaps at the beginning of the turn after the session's first box, so that no turn end comes first. */
function usageOf(
  { calls, turnCalls, replies }: Conversation,
  names: ReadonlySet<TransitionName>,
): Pick<Reply, 'usage'> {
  if (!names.has('halt') && !names.has('compaction')) return {}
  const earlier = calls.slice(0, calls.length - turnCalls.length)
  if (!earlier.some((one) => one.name === 'Edit' && succeeded(one))) return {}
  return { usage: { input: 3, cacheRead: 0, cacheCreation: JUMP_TOKENS + replies * 100 } }
}

function tickAndAdd({ box, boxes, docs }: WorkStep, more: boolean): ToolCall {
  const open = boxes.filter(({ done }) => !done)
  if (!more || open.length > 1) return tickBox(box, docs.tasks)
  const next = `- [ ] Write out/${String(boxes.length + 1).padStart(2, '0')}.txt`
  return editFile(docs.tasks, `${box.line}\n`, `${box.line.replace('[ ]', '[x]')}\n${next}\n`)
}

function startShell(): ToolCall {
  const command = `while sleep 1; do : ${SHELL_MARK}; done`
  return { name: 'Bash', input: { command, description: 'Start the watcher', run_in_background: true } }
}

function startChild(): ToolCall {
  const command = `setsid nohup sh -c 'while sleep 1; do : ${CHILD_MARK}; done' > /dev/null 2>&1 &`
  return { name: 'Bash', input: { command, description: 'Start the daemon' } }
}
