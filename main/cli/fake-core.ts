import type { RunEvent } from '../../contract/events.ts'
import { success, type Outcome } from '../../contract/problem.ts'
import type { RpcMethod, RpcResult } from '../../contract/rpc.ts'
import type { SeriesView } from '../../contract/series.ts'
import type { AttachHandlers, CoreClient, FollowHandlers, WatchHandlers } from '../server/types.ts'

/** Answers by method; a method without one is a fault of the test. */
export type Answers = { [M in RpcMethod]?: (params: unknown) => Outcome<RpcResult<M>> }

/** A core under the test's hand: what it says and when. For tests of this folder. */
export interface FakeCore {
  client: CoreClient
  calls: { method: RpcMethod; params: unknown }[]
  followers: FollowHandlers[]
  watchers: WatchHandlers[]
  terminals: { target: string; handlers: AttachHandlers; typed: string; sizes: string[]; closed: boolean }[]
  event(event: RunEvent): void
  view(view: SeriesView): void
  gone(why: string): void
}

export function fakeCore(answers: Answers = {}): FakeCore {
  let seq = 0
  const core: FakeCore = {
    calls: [],
    followers: [],
    watchers: [],
    terminals: [],
    event(event) {
      seq += 1
      for (const follower of core.followers) follower.event({ seq, event })
    },
    view(view) {
      for (const follower of core.followers.slice()) follower.view(view)
    },
    gone(why) {
      for (const follower of core.followers.splice(0)) follower.closed(why)
    },
    client: {
      async call(method, params) {
        core.calls.push({ method, params })
        const answer = answers[method]
        if (answer === undefined) throw new Error(`the test has no answer for ${method}`)
        // The table's key and the method are one and the same, which the compiler cannot follow through the index.
        return answer(params) as Outcome<RpcResult<typeof method>>
      },
      follow(_seriesId, _afterSeq, handlers) {
        core.followers.push(handlers)
        return { close: () => void core.followers.splice(core.followers.indexOf(handlers), 1) }
      },
      watch(_kind, handlers) {
        core.watchers.push(handlers)
        return { close: () => void core.watchers.splice(core.watchers.indexOf(handlers), 1), looking: () => {} }
      },
      attach(target, size, handlers) {
        const terminal = { target, handlers, typed: '', sizes: [`${size.columns}x${size.rows}`], closed: false }
        core.terminals.push(terminal)
        return {
          write: (bytes) => void (terminal.typed += new TextDecoder().decode(bytes)),
          resize: (columns, rows) => void terminal.sizes.push(`${columns}x${rows}`),
          close: () => void (terminal.closed = true),
        }
      },
    },
  }
  return core
}

export const SAID = success({ said: 'done' })
