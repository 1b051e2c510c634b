import type { Board, BoardChange } from '../../contract/board.ts'
import type { Notice } from '../../contract/notice.ts'
import { failure, type Outcome, success } from '../../contract/problem.ts'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'
import type { SeriesView } from '../../contract/series.ts'
import type { BoardHandlers, Connection, FollowHandlers, PageClient, TerminalHandlers } from '../client/types.ts'
import { sampleBoard } from './sample-board.ts'

export type Answers = {
  [M in RpcMethod]?: (params: RpcInput<M>) => Outcome<RpcResult<M>> | Promise<Outcome<RpcResult<M>>>
}

export interface FakeClient extends PageClient {
  /** What was called, in order. */
  calls: { method: RpcMethod; params: unknown }[]
  /** The last that `looking` was told. */
  lookedAt: readonly string[]
  answers: Answers
  setConnection(connection: Connection): void
  /** Sends the board anew to those who watch. */
  sendBoard(board: Board): void
  change(change: BoardChange): void
  notify(notice: Notice): void
  /** To those who follow the series. */
  sendView(view: SeriesView): void
  terminals: { target: string; handlers: TerminalHandlers; written: Uint8Array[] }[]
  followers: { seriesId: string; handlers: FollowHandlers }[]
}

/** A core that says what a test wants. For tests and for looking at screens; never in the product. */
export function createFakeClient(board: Board = sampleBoard(), answers: Answers = {}): FakeClient {
  let connection: Connection = { status: 'open', role: 'control', version: '0.1.0' }
  let now = board
  const listeners = new Set<(connection: Connection) => void>()
  const watchers = new Set<BoardHandlers>()
  const client: FakeClient = {
    calls: [],
    lookedAt: [],
    answers,
    terminals: [],
    followers: [],
    connection: () => connection,
    onConnection(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    retry: () => client.setConnection({ status: 'open', role: 'control', version: '0.1.0' }),
    async call<M extends RpcMethod>(method: M, params: RpcInput<M>): Promise<Outcome<RpcResult<M>>> {
      client.calls.push({ method, params })
      const answer = client.answers[method]
      if (answer !== undefined) return answer(params)
      if (method === 'settings.get') return success(now.settings as RpcResult<M>)
      if (method === 'series.list') return success(now.series as RpcResult<M>)
      return failure('not-played', method, 'the fake core has no answer for it', 'give it one')
    },
    watch(handlers) {
      watchers.add(handlers)
      handlers.board(now)
      return { close: () => void watchers.delete(handlers) }
    },
    looking(seriesIds) {
      client.lookedAt = seriesIds
    },
    follow(seriesId, _afterSeq, handlers) {
      const follower = { seriesId, handlers }
      client.followers.push(follower)
      const view = now.series.find(({ id }) => id === seriesId)
      if (view === undefined) handlers.ended('there is no such series')
      else handlers.view(view)
      return { close: () => void client.followers.splice(client.followers.indexOf(follower), 1) }
    },
    attach(target, size, handlers) {
      const terminal = { target, handlers, written: [] as Uint8Array[] }
      client.terminals.push(terminal)
      const { columns, rows } = size ?? { columns: 120, rows: 36 }
      queueMicrotask(() => handlers.attached({ sessionId: target, title: target, columns, rows, live: true }))
      return {
        write: (bytes) => void terminal.written.push(bytes),
        resize: (newColumns, newRows) => handlers.resized(newColumns, newRows),
        drawn: () => undefined,
        close: () => void client.terminals.splice(client.terminals.indexOf(terminal), 1),
      }
    },
    close: () => undefined,
    setConnection(next) {
      connection = next
      for (const listener of listeners) listener(next)
    },
    sendBoard(next) {
      now = next
      for (const { board: send } of watchers) send(next)
    },
    change(change) {
      for (const watcher of watchers) watcher.change(change)
    },
    notify(notice) {
      for (const watcher of watchers) watcher.notify(notice)
    },
    sendView(view) {
      for (const { seriesId, handlers } of client.followers) if (seriesId === view.id) handlers.view(view)
    },
  }
  return client
}
