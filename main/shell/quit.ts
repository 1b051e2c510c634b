import type { MessageBoxOptions } from 'electron'
import { describeProblem, type Outcome } from '../../contract/problem.ts'
import type { ElectronParts } from './electron-parts.ts'
import type { ShellLog } from './shell-log.ts'

/** Why Baton is to end: a person said so, closed the only sign of it, or lets it update. */
export type QuitReason = 'quit' | 'close' | 'update'
export type QuitAnswer = 'tray' | 'end' | 'cancel'

export interface QuitParts {
  electron: {
    app: Pick<ElectronParts['app'], 'exit' | 'on' | 'quit'>
    dialog: Pick<ElectronParts['dialog'], 'showMessageBox'>
  }
  /** The core lives in this process and ends with it. False: it goes on without us. */
  ownsCore(): boolean
  liveSessions(): number
  isTrayProven(): Promise<boolean>
  /** Ends the core. `force` false: refused as `core-busy` while a series runs; else each is checkpointed and paused first. */
  endCore(force: boolean): Promise<Outcome<unknown>>
  /** Ends what still goes on without waiting for its agent, and without a checkpoint: a resume goes on from its transcript. */
  hurry(): Promise<void>
  hideWindow(): void
  /** How far a safe end is, in words and as 0 to 1; null: none is under way. */
  progress(state: { text: string; fraction: number } | null): void
  /** Closes what is left, once nothing lives any more. */
  stop(): Promise<void>
  log: ShellLog
}

export interface Quit {
  /** True once nothing can hold it: windows close without a question. */
  decided(): boolean
  /** Resolves when Baton ends, or stays as it is. `then` runs in place of the plain end: what installs an update. */
  request(reason: QuitReason, then?: () => void): Promise<void>
  /** The machine shuts down: no question, what can be kept is kept. */
  shutdown(): Promise<void>
  /** The core of this process has ended by itself or by `baton quit`. */
  coreEnded(): Promise<void>
  /** Baton could not start: it closes what there is. */
  fail(): Promise<void>
  /** The number of live sessions may have changed. */
  moved(): void
}

/** A machine that shuts down does not wait much longer for an app. */
const SHUTDOWN_LIMIT_MS = 30_000
/** So long may agents write their own handovers then. */
const SHUTDOWN_ASK_MS = 10_000
/** What is left to close takes milliseconds; nothing may hold an end that is decided. */
const STOP_LIMIT_MS = 10_000

/** Nothing ends under a live series: every way out of the app leads through here. */
export function createQuit(parts: QuitParts): Quit {
  const { electron, log } = parts
  let decided = false
  let asking: Promise<void> | null = null
  let ending: { total: number } | null = null
  let leaving: Promise<void> | null = null
  let offering = false

  electron.app.on('before-quit', (event) => {
    if (decided) return
    event.preventDefault()
    void request('quit')
  })

  async function request(reason: QuitReason, then?: () => void): Promise<void> {
    if (ending !== null && ending.total > 0) return offerToHurry()
    asking ??= decide(reason, then)
      .catch((error: unknown) => {
        ending = null
        log.error({ err: error, reason }, 'Baton could not end')
      })
      .finally(() => (asking = null))
    return asking
  }

  async function decide(reason: QuitReason, then?: () => void): Promise<void> {
    if (!parts.ownsCore()) return leave(then)
    ending = { total: 0 }
    const idle = await parts.endCore(false)
    // A core that cannot even answer is asked about, too, while something lives in it.
    if (idle.ok || (idle.problem.code !== 'core-busy' && parts.liveSessions() === 0)) return leave(then)
    ending = null
    const answer = await ask(reason)
    log.info({ reason, answer }, 'asked before the end')
    if (answer === 'cancel') return
    if (answer === 'tray') return parts.hideWindow()
    await endSafely(then)
  }

  /** An agent may take minutes for its handover; who quits again is asked whether to wait for it. */
  async function offerToHurry(): Promise<void> {
    if (offering || ending === null) return
    offering = true
    const { text } = safeEndProgress(ending.total, parts.liveSessions())
    const { response } = await electron.dialog.showMessageBox({
      type: 'question',
      message: text,
      detail:
        'The agents are writing their handovers. Ending them now takes no checkpoint: what is on disk stays, their series are paused, and a resume goes on from the conversation.',
      buttons: ['Wait', 'End now'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    offering = false
    if (response === 1 && ending !== null) await parts.hurry()
  }

  async function ask(reason: QuitReason): Promise<QuitAnswer> {
    const { options, answers } = quitQuestion(reason, parts.liveSessions(), await parts.isTrayProven())
    const { response } = await electron.dialog.showMessageBox(options)
    return answers[response] ?? 'cancel'
  }

  async function endSafely(then?: () => void): Promise<void> {
    ending = { total: parts.liveSessions() }
    moved()
    const ended = await parts.endCore(true)
    parts.progress(null)
    if (ended.ok || !parts.ownsCore()) return leave(then)
    ending = null
    log.error({ problem: ended.problem }, 'the core did not end')
    await electron.dialog.showMessageBox({
      type: 'error',
      message: 'Baton is still here: not all could be ended safely',
      detail: describeProblem(ended.problem),
      buttons: ['Close'],
    })
  }

  function leave(then?: () => void): Promise<void> {
    decided = true
    leaving ??= (async () => {
      if (!(await within(STOP_LIMIT_MS, parts.stop(), log))) return electron.app.exit(1)
      if (then === undefined) electron.app.quit()
      else then()
    })()
    return leaving
  }

  function moved(): void {
    if (ending !== null && ending.total > 0) parts.progress(safeEndProgress(ending.total, parts.liveSessions()))
  }

  return {
    decided: () => decided,
    request,
    moved,
    async shutdown() {
      if (decided) return
      if (parts.ownsCore()) {
        log.warn({ sessions: parts.liveSessions() }, 'Baton is told to end: sessions are checkpointed and paused')
        ending = { total: parts.liveSessions() }
        const hurry = setTimeout(() => void parts.hurry(), SHUTDOWN_ASK_MS)
        const kept = await within(SHUTDOWN_LIMIT_MS, parts.endCore(true), log)
        clearTimeout(hurry)
        if (!kept) log.error({}, 'not all sessions were kept in time: the next start goes on from their transcripts')
      }
      await leave()
    },
    fail: () => leave(() => electron.app.exit(1)),
    async coreEnded() {
      if (ending === null && !decided) await leave()
    },
  }
}

/** The question, and what each of its buttons means. */
export function quitQuestion(
  reason: QuitReason,
  live: number,
  tray: boolean,
): { options: MessageBoxOptions; answers: QuitAnswer[] } {
  const offers: [QuitAnswer, string][] = [
    ...(tray && reason !== 'update' ? ([['tray', 'Keep running in the tray']] as [QuitAnswer, string][]) : []),
    ['end', reason === 'update' ? 'End safely and update' : 'End safely and quit'],
    ['cancel', 'Cancel'],
  ]
  const cancelId = offers.length - 1
  return {
    options: {
      type: 'question',
      message: live === 1 ? 'One session is live' : `${live === 0 ? 'A series is' : `${live} sessions are`} live`,
      detail:
        'Their terminals end with Baton. Ending safely takes a checkpoint of each and pauses its series; you resume it when Baton runs again.',
      buttons: offers.map(([, words]) => words),
      defaultId: tray && reason !== 'update' ? 0 : cancelId,
      cancelId,
      noLink: true,
    },
    answers: offers.map(([answer]) => answer),
  }
}

export function safeEndProgress(total: number, live: number): { text: string; fraction: number } {
  const ended = Math.min(total, Math.max(0, total - live))
  return { text: `Ending safely: ${ended} of ${total} sessions ended`, fraction: ended / total }
}

/** Whether it was done in time. What fails is written down: an end that is decided goes on. */
async function within(limitMs: number, work: Promise<unknown>, log: ShellLog): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), limitMs)
  const done = work.then(
    () => true,
    (error: unknown) => {
      log.error({ err: error }, 'closing failed')
      return true
    },
  )
  try {
    return await Promise.race([done, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
