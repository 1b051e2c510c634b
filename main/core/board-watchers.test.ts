import { expect, it, vi } from 'vitest'
import { NO_ALERTS } from '../../contract/alerts.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import { noScan } from '../../contract/observed.ts'
import { Settings } from '../../contract/settings.ts'
import { createWatchers } from './board-watchers.ts'

const state = (revision: string) => ({ settings: Settings.parse({}), revision, file: '/f', problem: null })
const nothingElse = { observed: [], scan: noScan(''), limits: [], alerts: NO_ALERTS }
const settings = (revision: string): BoardChange => ({ kind: 'settings', settings: state(revision) })

/** Watchers over a store that fails so often. */
function watchersOver(failures: number) {
  const faults: unknown[] = []
  let left = failures
  const snapshot = async (): Promise<Board> => {
    if (left-- > 0) throw new Error('the store is busy')
    return { series: [], sessions: [], notices: [], settings: state('now'), ...nothingElse }
  }
  return { faults, watchers: createWatchers(snapshot, (error) => void faults.push(error), 1) }
}

it('makes a board again that could not be made, and tells changes after it', async () => {
  const { faults, watchers } = watchersOver(2)
  const told: string[] = []
  watchers.add({
    board: () => void told.push('board'),
    change: (change) => void told.push(change.kind),
    drained: () => Promise.resolve(),
  })
  watchers.tell(settings('next'))
  await vi.waitFor(() => expect(told).toEqual(['board', 'settings']))
  expect(faults).toHaveLength(2)
})

it('tells all anew to one who could not be told a change', async () => {
  const { faults, watchers } = watchersOver(0)
  const told: string[] = []
  let broken = true
  watchers.add({
    board: () => void told.push('board'),
    change(change) {
      if (broken) {
        broken = false
        throw new Error('not told')
      }
      told.push(change.kind)
    },
    drained: () => Promise.resolve(),
  })
  await vi.waitFor(() => expect(told).toEqual(['board']))
  watchers.tell(settings('next'))
  await vi.waitFor(() => expect(told).toEqual(['board', 'board']))
  watchers.tell(settings('last'))
  await vi.waitFor(() => expect(told).toEqual(['board', 'board', 'settings']))
  expect(faults).toHaveLength(1)
})

it('makes no board for one who left meanwhile', async () => {
  let failed = (): void => {}
  const snapshot = vi.fn<() => Promise<Board>>(() => Promise.reject(new Error('the store is busy')))
  const watchers = createWatchers(snapshot, () => failed(), 1)
  const closed = new Promise<void>((resolve) => {
    failed = () => {
      gone.close()
      setTimeout(resolve, 10)
    }
  })
  const gone = watchers.add({ board: () => {}, change: () => {}, drained: () => Promise.resolve() })
  await closed
  expect(snapshot).toHaveBeenCalledTimes(1)
})
