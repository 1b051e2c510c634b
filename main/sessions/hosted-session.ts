import { setTimeout as delay } from 'node:timers/promises'
import { success, type Outcome, type Problem } from '../../contract/problem.ts'
import { configDirOf } from '../agents/claude/environment.ts'
import type { PreparedLaunch } from '../agents/claude/launch.ts'
import { readRegistry } from '../agents/claude/registry.ts'
import { watchStatusLine, type StatusLineReading } from '../agents/claude/status-line.ts'
import { followTranscript, type Follower } from '../agents/claude/transcript/follow.ts'
import { transcriptPath } from '../agents/claude/transcript/path.ts'
import type { LedgerBatch, ProcessMark, Store } from '../store/types.ts'
import { Draft } from './draft.ts'
import { endTree, type TreeEnd } from './end-tree.ts'
import { findDescendants } from './process-tree.ts'
import { openTerminal, type Attachment, type Terminal, type TerminalExit } from './terminal.ts'
import { pasteAndSubmit } from './typing.ts'
import type { Replay } from './screen.ts'
import type { Size, Viewer } from './viewers.ts'

/** How often the agent's own registry is looked at while we wait for its rest, ms: one small file. */
const REST_CHECK_MS = 50
/** Between a paste and its submit, ms: the input box has to take the text in before the conditions are looked at again. */
const PASTE_SETTLE_MS = 150
/** Clears a line that a person left unsent. Twice on an empty one would end the agent: sent only where one was left. */
const CLEAR_INPUT = '\u0003'

/** How long the end of a process that we ended may take to be told by its terminal, ms: it is reaped at once. */
const REAP_LIMIT_MS = 1_000

/** Nobody is there any more for mouse, focus and keys; without a cursor it looks so: modes 9, 1000 to 1006, 1015, 1016, 1, 25, 1004, 2004. */
const AT_REST = '\u001b[?9;1000;1002;1003;1005;1006;1015;1016;1;25;1004;2004l'

/** Ends the agent at its prompt. */
const EXIT_COMMAND = '/exit\r'

export interface HostedEvents {
  /** Facts that are already in the ledger. */
  measured(batch: LedgerBatch): void
  statusLine(reading: StatusLineReading): void
  transcriptSeen(): void
  drafted(draft: boolean): void
  exited(exit: TerminalExit): void
  problem(problem: Problem): void
}

/** What a terminal showed when its program had ended. */
export interface LastScreen extends Replay {
  /** As the program set it; '' for none. */
  title: string
  /** How it ended: "exited with code 0", "ended by SIGTERM". */
  why: string
  /** ms since the epoch. */
  at: number
}

export interface HostRequest {
  launchId: string
  sessionId: string
  prepared: PreparedLaunch
  store: Store
  events: HostedEvents
  /** Told at once when the program is gone; the screen is there with its last output. */
  lastScreen?: (screen: Promise<LastScreen>) => void
}

/** One agent process of ours, with all that is read from it. */
export interface HostedSession {
  readonly launchId: string
  readonly sessionId: string
  readonly terminal: Terminal
  readonly mark: ProcessMark
  readonly transcript: string
  /** The session changed within the process (`/clear`). */
  moveTo(sessionId: string): Promise<void>
  /** Reads what is on disk now; when it resolves, `measured` and `statusLine` were told of it. */
  poke(): Promise<void>
  /** Whether the agent itself says that it rests. Null: it does not say. */
  rests(): Promise<boolean | null>
  /** Waits for its rest; false when the time is over. */
  untilRest(limitMs: number): Promise<boolean>
  /** Types and submits while `allowed` holds; asked before the text and again before the submit. False: not submitted. */
  type(text: string, allowed: () => boolean): Promise<boolean>
  /** A person at the terminal. */
  attach(viewer: Viewer, size: Size | null): PersonAttachment
  /** Keeps which processes belong to it, for a core that has to end them after a crash. */
  recordProcesses(): Promise<void>
  /** Ends it and all its processes. */
  end(): Promise<TreeEnd>
  /** Ends what it left behind after it exited by itself. */
  sweep(): Promise<TreeEnd>
  close(): Promise<void>
}

export interface PersonAttachment extends Omit<Attachment, 'used'> {
  write(bytes: Uint8Array): void
}

/** Starts the agent in a terminal and follows its transcript and status line. */
export function hostSession(request: HostRequest): Outcome<HostedSession> {
  const { prepared, store, events, launchId } = request
  const opened = openTerminal({
    file: prepared.file,
    args: prepared.args,
    env: prepared.env,
    cwd: prepared.cwd,
    onError: (error) =>
      events.problem({
        code: 'terminal-error',
        thing: `terminal of ${request.sessionId}`,
        cause: error.message,
        remedy: 'look in `baton attach`',
      }),
  })
  if (!opened.ok) return opened
  const terminal = opened.value
  const configDir = configDirOf(prepared.env)
  const sessionIds = [request.sessionId]
  const people = new Set<Draft>()
  let leftUnsent = false
  let sessionId = request.sessionId
  let transcript = transcriptPath(configDir, prepared.cwd, sessionId, prepared.env)
  let follower = follow(transcript)

  function follow(path: string): Follower {
    return followTranscript({
      path,
      cursor: (file) => store.cursor(file),
      async onFacts(batch) {
        await store.recordFacts(batch)
        events.transcriptSeen()
        events.measured(batch)
      },
      onProblem: events.problem,
      env: prepared.env,
    })
  }
  const statusLine = watchStatusLine(prepared.statusLineFile, events.statusLine, events.problem)
  let endAsked = false
  let last: Promise<unknown> | null = null
  const exited = (exit: TerminalExit): void => {
    const screen = lastScreenOf(terminal)
    last = screen
    request.lastScreen?.(screen)
    events.exited(exit)
  }
  void terminal.exited.then(exited)

  const rests = async (): Promise<boolean | null> => {
    const entry = await readRegistry(configDir, terminal.pid)
    return entry === null ? null : entry.status === 'idle'
  }
  const tree = () => ({ root: terminal.mark, sessionIds })
  const tellDrafts = () => events.drafted([...people].some((person) => person.open))

  return success({
    launchId,
    terminal,
    mark: terminal.mark,
    get sessionId() {
      return sessionId
    },
    get transcript() {
      return transcript
    },
    async moveTo(next) {
      if (next === sessionId) return
      await follower.poke()
      await follower.close()
      sessionId = next
      sessionIds.push(next)
      transcript = transcriptPath(configDir, prepared.cwd, next, prepared.env)
      follower = follow(transcript)
    },
    async poke() {
      await Promise.all([follower.poke(), statusLine.poke()])
    },
    rests,
    async untilRest(limitMs) {
      const until = Date.now() + limitMs
      const gone = { yet: false }
      void terminal.exited.then(() => (gone.yet = true))
      while (Date.now() < until && !gone.yet) {
        if ((await rests()) === true) return true
        await delay(REST_CHECK_MS)
      }
      return false
    },
    async type(text, allowed) {
      const { paste, submit } = pasteAndSubmit(text)
      if (!allowed() || (await rests()) === false) return false
      if (leftUnsent) {
        leftUnsent = false
        terminal.write(CLEAR_INPUT)
        await delay(PASTE_SETTLE_MS)
        if (!allowed() || (await rests()) === false) return false
      }
      terminal.write(paste)
      await delay(PASTE_SETTLE_MS)
      if (!allowed() || (await rests()) === false) return false
      return terminal.write(submit)
    },
    attach(viewer, size) {
      const person = new Draft()
      people.add(person)
      const place = size === null ? terminal.attach(viewer) : terminal.attach(viewer, size)
      return {
        write(bytes) {
          const { typed, submitted, interrupted, escaped } = person.see(bytes)
          // What a terminal answers by itself makes nobody its user.
          if (typed || submitted || interrupted || escaped) place.used()
          terminal.write(bytes)
          tellDrafts()
        },
        resize: place.resize,
        detach() {
          leftUnsent ||= person.open
          people.delete(person)
          place.detach()
          tellDrafts()
        },
      }
    },
    async recordProcesses() {
      await store.recordProcesses(launchId, await findDescendants(tree()))
    },
    async end() {
      endAsked = true
      const request = { ...tree(), recorded: await store.processes(launchId) }
      if (process.platform !== 'win32') return endTree(request)
      // Signals mean nothing there: it is asked to go as a person would ask. Untested on Windows.
      terminal.write(EXIT_COMMAND)
      return endTree({ ...request, signal: null })
    },
    async sweep() {
      return endTree({ ...tree(), recorded: await store.processes(launchId), signal: null, graceMs: 0 })
    },
    async close() {
      statusLine.close()
      await follower.poke()
      await follower.close()
      if (endAsked) await Promise.race([terminal.exited, delay(REAP_LIMIT_MS, null, { ref: false })])
      await last
      terminal.close()
    },
  })
}

/** When all output has come. */
async function lastScreenOf(terminal: Terminal): Promise<LastScreen> {
  const why = await terminal.ended
  const { text, ...size } = await terminal.lastReplay()
  return { text: text === '' ? '' : text + AT_REST, ...size, title: terminal.title, why, at: Date.now() }
}
