import type { ClientMessage } from '../../contract/frames.ts'
import type { Outbox } from './outbox.ts'
import type { Access, BoardSource, NoticePlace, NoticeReader, NoticeSource, Subscription } from './types.ts'
import { startWatch } from './watching.ts'

export interface ChannelBoard {
  watch(message: ClientMessage & { type: 'watch' }): void
  looking(message: ClientMessage & { type: 'looking' }): void
  close(): void
}

/**
 * The board of one channel, its changes numbered from each `watch`, and its place among those who are told what
 * happened. One who may only look has no such place: it would take the notices, and the look, of the one who can act.
 */
export function createChannelBoard(
  sources: { board: BoardSource; notices: NoticeSource },
  { role }: Access,
  outbox: Outbox,
): ChannelBoard {
  let watching: Subscription | null = null
  let place: { kind: NoticeReader['kind']; at: NoticePlace } | null = null
  let lookingAt: readonly string[] = []

  const join = (kind: NoticeReader['kind']) => {
    if (role === 'view' || place?.kind === kind) return
    place?.at.leave()
    const at = sources.notices.join({ kind, notify: (notice) => outbox.message({ type: 'notify', notice }) })
    place = { kind, at }
    if (lookingAt.length > 0) at.looking(lookingAt)
  }

  return {
    watch({ kind }) {
      watching?.close()
      let seq = 0
      watching = startWatch(sources.board, {
        board(board) {
          seq = 0
          outbox.message({ type: 'board', seq: 0, board })
        },
        change: (change) => outbox.message({ type: 'change', seq: ++seq, change }),
        drained: () => outbox.drained(),
      })
      join(kind)
    },
    looking({ seriesIds }) {
      lookingAt = seriesIds
      place?.at.looking(seriesIds)
    },
    close() {
      watching?.close()
      place?.at.leave()
    },
  }
}
