import { onTestFinished } from 'vitest'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { Notice } from '../../contract/notice.ts'
import { connect } from '../../main/server/client.ts'
import type { CoreClient, NoticeReader, Watch } from '../../main/server/types.ts'
import { readCoreLock } from '../../main/store/lock.ts'
import type { Play } from './play.ts'

/** A client of the core that lives in this world. */
export async function clientOf({ world }: Pick<Play, 'world'>): Promise<CoreClient> {
  const held = await readCoreLock(world.dataDir)
  if (held === null || held.url === null || held.token === null) throw new Error('the core does not listen')
  return connect({ url: held.url, token: held.token, pid: held.pid })
}

/** What one who watches the board was told so far. */
export interface Watching {
  boards: Board[]
  changes: BoardChange[]
  /** Told to this reader. */
  notices: Notice[]
  looking: Watch['looking']
}

export function watch(client: CoreClient, kind: NoticeReader['kind']): Watching {
  const boards: Board[] = []
  const changes: BoardChange[] = []
  const notices: Notice[] = []
  const watching = client.watch(kind, {
    board: (board) => void boards.push(board),
    change: (change) => void changes.push(change),
    notify: (notice) => void notices.push(notice),
    closed: () => {},
  })
  onTestFinished(() => watching.close())
  return { boards, changes, notices, looking: (seriesIds) => watching.looking(seriesIds) }
}
