import { afterEach, expect, test } from 'vitest'
import type { Notice } from '../../contract/notice.ts'
import { createFakeClient } from '../testing/fake-client.ts'
import { sampleBoard } from '../testing/sample-board.ts'
import { sampleSeries } from '../testing/sample-series.ts'
import { useBoard, watchBoard } from './board.ts'
import { EMPTY_BOARD } from './board-state.ts'

afterEach(() => useBoard.setState(EMPTY_BOARD, true))

test('the board follows the core until it is closed, and passes on what is to be told', () => {
  const client = createFakeClient()
  const told: Notice[] = []
  const watch = watchBoard(client, (notice) => told.push(notice))
  expect(useBoard.getState()).toMatchObject({ ready: true })

  const view = sampleSeries(1, { status: 'paused' })
  client.change({ kind: 'series', view })
  expect(useBoard.getState().series.get(view.id)?.status).toBe('paused')

  const [notice] = sampleBoard().notices
  if (notice === undefined) throw new Error('the sample has notices')
  client.notify(notice)
  expect(told).toEqual([notice])

  client.sendBoard({ ...sampleBoard(), series: [] })
  expect(useBoard.getState().series.size).toBe(0)

  watch.close()
  client.change({ kind: 'series', view })
  expect(useBoard.getState().series.size).toBe(0)
})
