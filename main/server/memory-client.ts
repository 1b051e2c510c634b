import { Board, BoardChange } from '../../contract/board.ts'
import { StoredEvent } from '../../contract/events.ts'
import { Notice } from '../../contract/notice.ts'
import { SeriesView } from '../../contract/series.ts'
import { dispatch } from './dispatch.ts'
import { startFollow } from './following.ts'
import { openAttachment } from './terminal-attachment.ts'
import type {
  BoardSource,
  CoreClient,
  FollowSource,
  NoticeReader,
  NoticeSource,
  RpcHandlers,
  TerminalSource,
  Watch,
  WatchHandlers,
} from './types.ts'
import { startWatch } from './watching.ts'
import { decodeOutcome, encodeForClient } from './wire.ts'

export interface MemoryParts {
  handlers: RpcHandlers
  follow: FollowSource
  terminals: TerminalSource
  board: BoardSource
  notices: NoticeSource
  /** Told of a handler or source that threw, which is a bug. */
  fault(error: unknown): void
}

/** The core in the client's own process. Everything passes the same checks and the same cleaning as over the server. */
export function memoryClient(parts: MemoryParts): CoreClient {
  return {
    async call(method, params) {
      const asked: unknown = JSON.parse(JSON.stringify(params))
      const { outcome } = await dispatch(parts.handlers, 'control', method, asked, parts.fault)
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
        attached: (terminal) => handlers.attached({ ...terminal, title: String(crossing(terminal.title)) }),
        resized: (columns, rows) => handlers.resized?.(columns, rows),
        writable: () => true,
        fault: parts.fault,
      }),
    watch: (kind, handlers) => watch(parts, kind, handlers),
  }
}

function watch({ board, notices }: MemoryParts, kind: NoticeReader['kind'], handlers: WatchHandlers): Watch {
  const place = notices.join({ kind, notify: (notice) => handlers.notify(Notice.parse(crossing(notice))) })
  const watching = startWatch(board, {
    board: (whole) => handlers.board(Board.parse(crossing(whole))),
    change: (change) => handlers.change(BoardChange.parse(crossing(change))),
    drained: () => Promise.resolve(),
  })
  return {
    looking: (seriesIds) => place.looking(seriesIds),
    close() {
      place.leave()
      watching.close()
    },
  }
}

/** A value as it would arrive over the wire: cleaned, and nobody else's to change. */
function crossing(value: unknown): unknown {
  return JSON.parse(encodeForClient(value))
}
