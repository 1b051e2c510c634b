import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { rpc } from '../../contract/rpc.ts'
import type { SeriesView } from '../../contract/series.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { createFollowHub } from './follow-hub.ts'
import { sameSecret } from './gate.ts'
import { openGrants } from './grants.ts'
import { createRefusals } from './refusals.ts'
import type { ConnectionParts } from './serve-channel.ts'
import { startServer } from './server.ts'
import { createTestBoard } from './test-board.ts'
import { echoTerminals } from './test-terminals.ts'
import type { RunningServer, ServerParts } from './server.ts'
import type { HookReceiver, RpcHandlers } from './types.ts'

export const AT = '2026-11-22T10:00:00.000Z'
export const SERIES = '01SERIES'

/** A small core for the server's tests: one series in memory, its board, a terminal that echoes, hooks of two launches. */
export function createTestCore() {
  const events: StoredEvent[] = []
  let view = seriesView({})
  const faults: unknown[] = []
  const hub = createFollowHub(
    {
      events: async (_id, afterSeq, limit) => events.filter((stored) => stored.seq > afterSeq).slice(0, limit),
      view: async (id) => (id === SERIES ? view : null),
    },
    (error) => faults.push(error),
  )
  const terminals = echoTerminals(SERIES)
  const board = createTestBoard(() => view)
  const calls = heldCalls()
  const hooks = testHooks()
  return {
    token: randomBytes(32).toString('hex'),
    faults,
    hub,
    terminals,
    board,
    notices: board.notices,
    hooks,
    calls,
    handlers: { ...testHandlers(() => view), 'series.pause': calls.hold },
    /** Stores one event more and tells the followers. */
    append(why = 'x') {
      const event: RunEvent = { type: 'needs-attention', at: AT, series: SERIES, why }
      events.push({ seq: events.length + 1, event })
      hub.changed(SERIES)
    },
    show(change: Partial<SeriesView>) {
      view = { ...view, ...change }
      hub.changed(SERIES)
      board.change({ kind: 'series', view })
    },
  }
}
export type TestCore = ReturnType<typeof createTestCore>

/** The server of a test core; fails the test when it does not start. */
export async function serve(core: TestCore, change: Partial<ServerParts> = {}): Promise<RunningServer> {
  const log = pino({ level: 'silent' })
  const started = await startServer({
    port: 0,
    controlToken: core.token,
    handlers: core.handlers,
    hooks: core.hooks,
    follow: core.hub,
    terminals: core.terminals,
    board: core.board,
    notices: core.notices,
    version: '0.0.0',
    health: () => ({ ready: true, version: '0.0.0' }),
    metrics: async (accept) => ({ type: 'text/plain; version=0.0.4; charset=utf-8', text: `# for ${accept}\n` }),
    grants: await openGrants({ dataDir: null, log }),
    ui: null,
    remote: null,
    log,
    ...change,
  })
  if (!started.ok) throw new Error(started.problem.cause)
  return started.value
}

/** What a channel that no server carries is served from. */
export function channelParts(core: TestCore, refusals = createRefusals(() => {})): ConnectionParts {
  return {
    version: '0.0.0',
    handlers: core.handlers,
    follow: core.hub,
    terminals: core.terminals,
    board: core.board,
    notices: core.notices,
    refusals,
    log: pino({ level: 'silent' }),
    contact() {},
    called: () => () => {},
  }
}

export function seriesView(change: Partial<SeriesView>): SeriesView {
  return {
    id: SERIES,
    project: '/p',
    task: 't',
    status: 'running',
    why: null,
    hold: null,
    ending: null,
    activity: 'working',
    createdAt: AT,
    updatedAt: AT,
    sessions: 1,
    checkpoints: 0,
    session: null,
    due: null,
    soft: null,
    boxes: [],
    costUsd: 0,
    tokens: NO_TOKENS,
    policy: DEFAULT_POLICY,
    ...change,
  }
}

function testHandlers(view: () => SeriesView): RpcHandlers {
  const elsewhere = async () => failure('elsewhere', 'method', 'this core does not have it', 'ask another')
  const none = Object.fromEntries(Object.keys(rpc).map((method) => [method, elsewhere])) as unknown as RpcHandlers
  return {
    ...none,
    'series.get': async ({ id }) =>
      id === SERIES ? success(view()) : failure('unknown-series', id, 'there is no such series', 'see `baton series`'),
    'core.quit': async ({ force }) => success({ said: `force: ${force}` }),
    'series.list': () => Promise.reject(new Error('a bug with a secret in it')),
    // As a core of another version might answer.
    'logs.read': async () => success({ rows: [] } as unknown as { lines: string[] }),
  }
}

/** Calls that are answered when the test says so, by the series' id. */
function heldCalls() {
  const held = new Map<string, (said: string) => void>()
  return {
    held,
    hold: async ({ id }: { id: string }): Promise<Outcome<{ said: string }>> => {
      const said = await new Promise<string>((resolve) => held.set(id, resolve))
      return success({ said })
    },
    answer(id: string, said: string) {
      held.get(id)?.(said)
      held.delete(id)
    },
  }
}

function testHooks(): HookReceiver & { received: { launchId: string; body: unknown }[] } {
  const tokens = new Map([
    ['L1', 'bearer-of-launch-1'],
    ['L2', 'bearer-of-launch-2'],
  ])
  const received: { launchId: string; body: unknown }[] = []
  return {
    received,
    authorised: (launchId, token) => sameSecret(token, tokens.get(launchId) ?? ''),
    async receive(launchId, body) {
      received.push({ launchId, body })
      const event = (body as { hook_event_name?: string } | null)?.hook_event_name
      if (event === 'Break') throw new Error('a bug')
      return event === 'Stop' ? { decision: 'block', reason: 'go\u202E on' } : {}
    },
  }
}
