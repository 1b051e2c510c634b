import type { Conversation } from './conversation.ts'
import { devDocs, knownBoxes, names, succeeded, unreadDocs, type DevDocs, type SeenBox } from './dev-docs-seen.ts'
import { makeOutput, tickBox } from './box-work.ts'
import { handoverText, type HandoverFacts } from './handover.ts'
import { say, type Character, type Reply, type ToolCall } from './reply.ts'

/** What a turn of work is about. */
export interface WorkStep {
  conversation: Conversation
  docs: DevDocs
  box: SeenBox
  boxes: readonly SeenBox[]
}

/** The places where a character differs from a careful worker. */
export interface WorkerBehaviour {
  /** Answers in the worker's place; null lets it work. */
  instead?: (conversation: Conversation) => Reply | null
  /** The calls that do a box, one after another; each is made once and must succeed before the next. */
  steps?: (step: WorkStep) => ToolCall[]
  /** How a box is ticked. */
  tick?: (step: WorkStep) => ToolCall
  /** The context file's text; `round` is 1 for the first request, 2 after a repair request. */
  handover?: (facts: HandoverFacts, round: number) => string
  /** What follows a written handover; null goes on working. */
  afterHandover?: (conversation: Conversation) => Reply | null
  /** What a subagent answers. */
  subagent?: (conversation: Conversation) => Reply
}

/** A call that failed this often will not do by itself. */
const MAX_FAILURES = 3

/**
 * The careful worker: reads the dev-docs, does the next open box with the CLI's tools, ticks it, ends
 * the turn; writes the handover when asked. What it has done it knows from the conversation alone.
 */
export function worker(behaviour: WorkerBehaviour = {}): Character {
  return (conversation) => {
    if (conversation.thread === 'subagent') return behaviour.subagent?.(conversation) ?? say('My part is done.')
    const instead = behaviour.instead?.(conversation)
    if (instead) return instead

    const docs = devDocs(conversation)
    if (!docs) return say('No task is named here, so there is nothing to do.')
    const unread = unreadDocs(conversation, docs)
    if (unread.length > 0) return readFiles(conversation, unread)
    const again = filesToReadAgain(conversation, docs)
    if (again.length > 0) return readFiles(conversation, again)
    const boxes = knownBoxes(conversation, docs)
    if (!boxes) return readFiles(conversation, [docs.tasks])

    const kind = conversation.request?.kind
    if (kind === 'checkpoint' || kind === 'repair') {
      const reply = writeHandover(conversation, docs, boxes, behaviour)
      if (reply) return reply
    }
    return work(conversation, docs, boxes, behaviour)
  }
}

function work(conversation: Conversation, docs: DevDocs, boxes: SeenBox[], behaviour: WorkerBehaviour): Reply {
  const open = boxes.filter((box) => !box.done)
  const ticked = conversation.turnCalls.find(
    (call) => call.name === 'Edit' && names(call, docs.tasks, conversation.cwd) && succeeded(call),
  )
  if (ticked) return say(`The box is done and ticked; ${open.length} open.`)
  const named = conversation.request?.box ?? null
  // A box that is not open here: a person changed the list meanwhile.
  if (named !== null && !open.some(({ number }) => number === named) && !hasReadSinceAsked(conversation, docs.tasks)) {
    return readFiles(conversation, [docs.tasks])
  }
  const box = open.find(({ number }) => number === named) ?? open[0]
  if (!box) return say('All boxes are done.')
  const step: WorkStep = { conversation, docs, box, boxes }
  const steps = behaviour.steps?.(step) ?? [makeOutput(box)]
  const next = steps.find((call) => !isDone(conversation, call)) ?? behaviour.tick?.(step) ?? tickBox(box, docs.tasks)
  if (failures(conversation, next) < MAX_FAILURES) return { text: `Box ${box.number}: ${box.title}`, tools: [next] }
  return say(`A tool call fails again and again.\nBATON: NEEDS-HUMAN ${next.name} fails at box ${box.number}`)
}

/** The next step of a handover; null when it is written and the character works on. */
function writeHandover(
  conversation: Conversation,
  docs: DevDocs,
  boxes: readonly SeenBox[],
  behaviour: WorkerBehaviour,
): Reply | null {
  const since = conversation.entries.slice(conversation.request?.at ?? 0)
  const touched = since.filter((entry) => entry.kind === 'call' && names(entry, docs.context, conversation.cwd))
  const last = touched.at(-1)
  if (last?.kind === 'call' && last.name === 'Write') {
    if (!succeeded(last)) return readFiles(conversation, [docs.context])
    return behaviour.afterHandover ? behaviour.afterHandover(conversation) : say(`The handover is in ${docs.context}.`)
  }
  const mark = `${conversation.sessionId.slice(0, 8)}/${conversation.replies}`
  const round = conversation.request?.kind === 'repair' ? 2 : 1
  const content = (behaviour.handover ?? handoverText)({ conversation, docs, boxes, mark }, round)
  return { text: 'Writing the handover.', tools: [{ name: 'Write', input: { file_path: docs.context, content } }] }
}

/** After an interruption the tasks file says what took effect; a request to read is simply obeyed. */
function filesToReadAgain({ request, entries, cwd }: Conversation, docs: DevDocs): string[] {
  if (request?.kind !== 'interrupted' && request?.kind !== 'read-files') return []
  const wanted = request.kind === 'interrupted' ? [docs.tasks] : [docs.plan, docs.context, docs.tasks]
  return wanted.filter((path) => !hasReadSinceAsked({ request, entries, cwd }, path))
}

type Asked = Pick<Conversation, 'request' | 'entries' | 'cwd'>

function hasReadSinceAsked({ request, entries, cwd }: Asked, path: string): boolean {
  return entries
    .slice(request?.at ?? 0)
    .some((entry) => entry.kind === 'call' && entry.name === 'Read' && names(entry, path, cwd) && succeeded(entry))
}

function readFiles(conversation: Conversation, paths: readonly string[]): Reply {
  const tools = paths.map((path): ToolCall => ({ name: 'Read', input: { file_path: path } }))
  const hopeless = tools.find((tool) => failures(conversation, tool) >= MAX_FAILURES)
  if (!hopeless) return { text: 'Reading where the task stands.', tools }
  return say(`BATON: NEEDS-HUMAN ${String(hopeless.input['file_path'])} cannot be read`)
}

function isDone({ calls }: Conversation, tool: ToolCall): boolean {
  return calls.some((call) => sameCall(call, tool) && succeeded(call))
}

function failures({ calls }: Conversation, tool: ToolCall): number {
  return calls.filter((call) => sameCall(call, tool) && call.result?.failed === true).length
}

/** The CLI hands a call back with defaults filled in and keys in its own order. */
function sameCall(call: ToolCall, tool: ToolCall): boolean {
  const given = Object.entries(tool.input)
  return (
    call.name === tool.name && given.every(([key, value]) => JSON.stringify(call.input[key]) === JSON.stringify(value))
  )
}
