import { StoredEvent } from '../../contract/events.ts'
import { SeriesView } from '../../contract/series.ts'
import { dispatch } from './dispatch.ts'
import { startFollow } from './following.ts'
import { openAttachment } from './terminal-attachment.ts'
import type { CoreClient, FollowSource, RpcHandlers, TerminalSource } from './types.ts'
import { decodeOutcome, encodeForClient } from './wire.ts'

export interface MemoryParts {
  handlers: RpcHandlers
  follow: FollowSource
  terminals: TerminalSource
  /** Told of a handler or source that threw, which is a bug. */
  fault(error: unknown): void
}

/** The core in the client's own process. Everything passes the same checks and the same cleaning as over the server. */
export function memoryClient(parts: MemoryParts): CoreClient {
  return {
    async call(method, params) {
      const asked: unknown = JSON.parse(JSON.stringify(params))
      const { outcome } = await dispatch(parts.handlers, method, asked, parts.fault)
      return decodeOutcome(method, encodeForClient(outcome))
    },
    follow: (seriesId, afterSeq, handlers) =>
      startFollow(parts.follow, seriesId, afterSeq, {
        event: (stored) => handlers.event(StoredEvent.parse(crossing(stored))),
        view: (view) => handlers.view(SeriesView.parse(crossing(view))),
        ended: (why) => handlers.closed(why),
        drained: () => Promise.resolve(),
        fault: parts.fault,
      }),
    attach: (target, size, handlers) =>
      openAttachment(parts.terminals, target, size, {
        ...handlers,
        attached: ({ sessionId, title }) => handlers.attached({ sessionId, title: String(crossing(title)) }),
        writable: () => true,
        fault: parts.fault,
      }),
  }
}

/** A value as it would arrive over the wire: cleaned, and nobody else's to change. */
function crossing(value: unknown): unknown {
  return JSON.parse(encodeForClient(value))
}
