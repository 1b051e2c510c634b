import type { Board, BoardChange } from '../../contract/board.ts'
import type { BoardListener, Subscription } from '../server/types.ts'

/** A board that could not be made is made again after this, ms: what hindered the store is over then, or is told again. */
const AGAIN_MS = 1_000

interface State {
  change: BoardChange
  text: string
}

interface Watcher {
  listener: BoardListener
  /** Keys whose state it has not heard; the state itself is taken when it is told. */
  dirty: Set<string>
  /** What it heard last of each key. */
  heard: Map<string, string>
  pumping: boolean
  closed: boolean
}

export interface Watchers {
  add(listener: BoardListener): Subscription
  /** One part of the board as it stands now; a slow watcher hears the last of its states only. */
  tell(change: BoardChange): void
  count(): number
  close(): void
}

/** Those who watch the board. Each is told a snapshot, then what differs from what it heard. */
export function createWatchers(
  snapshot: () => Promise<Board>,
  fault: (error: unknown) => void,
  againMs = AGAIN_MS,
): Watchers {
  const watchers = new Set<Watcher>()
  const states = new Map<string, State>()

  async function pump(watcher: Watcher): Promise<void> {
    if (watcher.pumping) return
    watcher.pumping = true
    try {
      while (watcher.dirty.size > 0 && !watcher.closed) {
        await watcher.listener.drained()
        const [key] = watcher.dirty
        if (key === undefined || watcher.closed) break
        watcher.dirty.delete(key)
        const state = states.get(key)
        if (state === undefined || watcher.heard.get(key) === state.text) continue
        watcher.heard.set(key, state.text)
        watcher.listener.change(state.change)
      }
      watcher.pumping = false
    } catch (error) {
      fault(error)
      again(watcher)
    }
  }

  async function begin(watcher: Watcher): Promise<void> {
    if (watcher.closed) return
    // Until the board is there nothing is told; what changes meanwhile is told after it.
    watcher.pumping = true
    try {
      const board = await snapshot()
      if (watcher.closed) return
      for (const part of partsOf(board)) watcher.heard.set(keyOf(part), JSON.stringify(part))
      watcher.listener.board(board)
    } catch (error) {
      fault(error)
      return again(watcher)
    }
    watcher.pumping = false
    await pump(watcher)
  }

  /** One that could not be told is told all anew: else it would show for ever what it heard last. */
  function again(watcher: Watcher): void {
    setTimeout(() => void begin(watcher), againMs).unref()
  }

  function remove(watcher: Watcher): void {
    watcher.closed = true
    watchers.delete(watcher)
    // Nobody hears of changes now, so what was told is not what is.
    if (watchers.size === 0) states.clear()
  }

  return {
    add(listener) {
      const watcher: Watcher = { listener, dirty: new Set(), heard: new Map(), pumping: false, closed: false }
      watchers.add(watcher)
      void begin(watcher)
      return { close: () => remove(watcher) }
    },
    tell(change) {
      if (watchers.size === 0) return
      const key = keyOf(change)
      states.set(key, { change, text: JSON.stringify(change) })
      for (const watcher of watchers) {
        watcher.dirty.add(key)
        void pump(watcher)
      }
    },
    count: () => watchers.size,
    close() {
      for (const watcher of watchers) watcher.closed = true
      watchers.clear()
      states.clear()
    },
  }
}

/** Everything on a board, as changes from nothing. */
function* partsOf(board: Board): Generator<BoardChange> {
  for (const view of board.series) yield { kind: 'series', view }
  for (const view of board.sessions) yield { kind: 'session', view }
  for (const notice of board.notices) yield { kind: 'notice', notice }
  yield { kind: 'settings', settings: board.settings }
  yield { kind: 'observed', observed: board.observed }
  yield { kind: 'scan', scan: board.scan }
  yield { kind: 'limits', limits: board.limits }
  yield { kind: 'alerts', alerts: board.alerts }
}

/** Names the part of the board that a change replaces. */
function keyOf(change: BoardChange): string {
  switch (change.kind) {
    case 'series':
      return `series ${change.view.id}`
    case 'session':
      return `session ${change.view.sessionId}`
    case 'notice':
      return `notice ${change.notice.id}`
    case 'settings':
    case 'observed':
    case 'scan':
    case 'limits':
    case 'alerts':
      return change.kind
  }
}
