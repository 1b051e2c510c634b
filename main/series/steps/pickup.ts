import { step, type BareEvent, type Step } from '../effects.ts'
import type { AgentSignal, Look } from '../facts.ts'
import type { CyclerState, Launch } from '../state.ts'
import { devDocsPathsOf, readFilesText } from '../words.ts'
import { attention } from './holding.ts'

/** Whether the receipt decided the turn end, or the turn end goes on with `state`. */
export type Receipt =
  | { done: true; step: Step }
  | { done: false; state: CyclerState; launch: Launch; events: BareEvent[] }

/**
 * The pickup receipt: each dev-docs file was seen before the first working tool call. Missing after the first turn:
 * the session is asked once; then a person is.
 */
export function pickUp(state: CyclerState, look: Look, at: number): Receipt {
  const { launch } = state
  if (launch === null || launch.pickup === 'confirmed') {
    return { done: false, state, launch: launch ?? never(), events: [] }
  }
  const receipt = receiptOf(state, launch, look.shown)
  const { missing } = receipt
  if (missing.length === 0) return { done: false, ...receipt }
  if (launch.pickup === 'asked') {
    return { done: true, step: attention(state, at, 'pickup-missing', { files: missing.join(', ') }) }
  }
  // What it reads now counts, though it worked before.
  const asked: Launch = { ...launch, pickup: 'asked', worked: false, turn: 'busy' }
  const answer = { do: 'tell', text: readFilesText(missing) } as const
  return { done: true, step: step('pickup', { ...state, launch: asked }, { answer }) }
}

/** The receipt as far as it goes: the session with it confirmed, once nothing is missing. */
export function receiptOf(
  state: CyclerState,
  launch: Launch,
  shown: string[],
): { missing: string[]; state: CyclerState; launch: Launch; events: BareEvent[] } {
  const files = devDocsPathsOf(state).map((file) => file.path)
  const seen = new Set([...launch.seen, ...shown])
  const missing = files.filter((file) => !seen.has(file))
  if (missing.length > 0 || launch.pickup === 'confirmed') return { missing, state, launch, events: [] }
  const confirmed: Launch = { ...launch, pickup: 'confirmed' }
  const event: BareEvent = { type: 'pickup', sessionId: launch.sessionId, checkpoint: launch.checkpoint, files }
  return { missing, state: { ...state, launch: confirmed }, launch: confirmed, events: [event] }
}

/** Events that go with whatever else a fact brought; where it brought nothing, with a receipt of their own. */
export function withReceipt(result: Step, events: BareEvent[]): Step {
  if (events.length === 0) return result
  if (result.transition !== null) return { ...result, events: [...events, ...result.events] }
  return step('pickup', result.state, { events })
}

/** Books what a main-thread tool call saw of the dev-docs: a look counts when it succeeded, work when it begins. */
export function noteReading(state: CyclerState, launch: Launch, signal: AgentSignal): Launch {
  if (signal.type !== 'ToolStarting' && signal.type !== 'ToolEnded') return launch
  if (signal.agentId !== null || launch.worked) return launch
  const { tool } = signal
  const found = devDocsPathsOf(state).filter(
    (file) =>
      tool.reads.some((path) => path === file.absolutePath) ||
      (tool.command !== null && names(tool.command, file.path)),
  )
  if (found.length > 0) {
    if (signal.type === 'ToolStarting' || signal.failed) return launch
    return { ...launch, seen: [...new Set([...launch.seen, ...found.map((file) => file.path)])] }
  }
  return tool.readOnly ? launch : { ...launch, worked: true }
}

/** Books what the prompt itself showed of the dev-docs: by the turn's end the agent may have changed them. */
export function noteShown(state: CyclerState, look: Look | null): CyclerState {
  const { launch } = state
  if (launch === null || look === null || look.shown.length === 0) return state
  return { ...state, launch: { ...launch, seen: [...new Set([...launch.seen, ...look.shown])] } }
}

/** Whether a command line names the file. */
function names(command: string, path: string): boolean {
  const name = path.split('/').at(-1) ?? path
  // A glob over the task's folder names all its files: `cat dev/active/task/*.md`.
  const folder = path.slice(0, path.length - name.length)
  return command.includes(name) || (command.includes(`${folder}*`) && /\*(\.md)?(\s|$|["'])/.test(command))
}

function never(): never {
  throw new Error('a turn ended without a launch')
}
