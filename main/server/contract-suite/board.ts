import { expect, it } from 'vitest'
import type { Board, BoardChange } from '../../../contract/board.ts'
import type { Notice } from '../../../contract/notice.ts'
import { AT, createTestCore, SERIES, seriesView } from '../test-core.ts'
import { eventually } from '../test-request.ts'
import { itWhere } from './clients.ts'
import type { Transport } from './clients.ts'

export function notice(change: Partial<Notice> = {}): Notice {
  return {
    id: 'n-1',
    kind: 'cycle',
    at: AT,
    seriesId: SERIES,
    sessionId: null,
    project: 'p',
    task: 't',
    title: 'handed\u0007 over',
    body: '',
    urgent: false,
    seen: false,
    ...change,
  }
}

/** Everything a watcher is told, in order. */
export function watcher() {
  const said: string[] = []
  const boards: Board[] = []
  const words = (change: BoardChange) => (change.kind === 'series' ? change.view.activity : change.kind)
  return {
    said,
    boards,
    board(board: Board) {
      boards.push(board)
      said.push(`board ${board.series.map(({ activity }) => activity).join()}`)
    },
    change: (change: BoardChange) => void said.push(`change ${words(change)}`),
    notify: (told: Notice) => void said.push(`notify ${told.title}`),
    closed: (why: string) => void said.push(`closed ${why}`),
  }
}

export function boardContract({ open, views }: Transport): void {
  it('watches: the board as it stands, then its changes, cleaned', async () => {
    const core = createTestCore()
    core.show({ why: 'a\u202Eb' })
    const client = await open(core)
    const heard = watcher()
    client.watch('page', heard)
    await eventually(() => expect(heard.said).toEqual(['board working']))
    expect(heard.boards[0]).toMatchObject({ series: [seriesView({ why: 'ab' })], settings: { revision: 'r1' } })
    for (let n = 0; n < 200; n++) core.show({ activity: `\u0007step ${n}` })
    await eventually(() => expect(heard.said).toHaveLength(201))
    expect(heard.said.slice(1)).toEqual(Array.from({ length: 200 }, (_, n) => `change step ${n}`))
  })

  it('tells one reader what happened, and the core where a person looks', async () => {
    const core = createTestCore()
    const client = await open(core)
    const heard = watcher()
    const watch = client.watch('page', heard)
    await eventually(() => expect(heard.said).toHaveLength(1))
    core.board.notify(notice())
    await eventually(() => expect(heard.said.slice(1)).toEqual(['notify handed over']))
    watch.looking([SERIES, 'another'])
    await eventually(() => expect(core.board.readers()).toEqual([{ kind: 'page', looking: [SERIES, 'another'] }]))
    watch.looking([])
    await eventually(() => expect(core.board.readers()).toEqual([{ kind: 'page', looking: [] }]))
  })

  itWhere(views)('shows the board to one who may only look, and tells their look to nobody', async () => {
    const core = createTestCore()
    const client = await open(core, 'view')
    const heard = watcher()
    client.watch('page', heard).looking([SERIES])
    core.show({ activity: 'on' })
    await eventually(() => expect(heard.said.at(-1)).toMatch(/(board|change) on/))
    expect(core.board.readers()).toEqual([])
  })
}
