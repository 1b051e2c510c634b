import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { NO_ALERTS } from '../../contract/alerts.ts'
import { noScan } from '../../contract/observed.ts'
import { watchCore } from './client-watch.ts'
import { watcher } from './contract-suite/board.ts'
import { createTestCore, seriesView, serve } from './test-core.ts'
import { eventually } from './test-request.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

it('asks for the board anew when a change was missed, and tells none until it has come', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  closing.push(() => server.close())
  await once(server, 'listening')
  const settings = { notifications: {}, policy: {}, projects: {}, appearance: {}, shortcuts: {}, desktop: {} }
  const state = { settings, revision: 'r', file: '/f', problem: null }
  let asked = 0
  server.on('connection', (socket) => {
    const say = (message: object) => socket.send(JSON.stringify(message))
    const board = (activity: string) => ({
      series: [seriesView({ activity })],
      sessions: [],
      notices: [],
      settings: state,
      observed: [],
      scan: noScan('2026-11-22T12:00:00.000Z'),
      limits: [],
      alerts: NO_ALERTS,
    })
    const change = (seq: number, activity: string) =>
      say({ type: 'change', seq, change: { kind: 'series', view: seriesView({ activity }) } })
    socket.on('message', () => {
      asked += 1
      say({ type: 'board', seq: 0, board: board(`board ${asked}`) })
      change(1, 'one')
      if (asked > 1) return
      change(3, 'three')
      change(4, 'four')
    })
  })
  const heard = watcher()
  const { port } = server.address() as AddressInfo
  const watch = watchCore({ url: `http://127.0.0.1:${port}`, token: 't' }, 'desktop', heard)
  closing.unshift(() => watch.close())
  await eventually(() => expect(heard.said).toEqual(['board board 1', 'change one', 'board board 2', 'change one']))
})

it('says why it heard no more', async () => {
  const core = createTestCore()
  const server = await serve(core)
  const heard = watcher()
  watchCore({ url: server.url, token: core.token }, 'desktop', heard)
  await eventually(() => expect(heard.said).toEqual(['board working']))
  expect(core.board.readers()).toEqual([{ kind: 'desktop', looking: [] }])
  await server.close()
  await eventually(() => expect(heard.said).toHaveLength(2))
  expect(heard.said[1]).toMatch(/^closed baton core: .*the core is ending/)
})
