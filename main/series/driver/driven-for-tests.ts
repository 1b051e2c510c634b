import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { failure } from '../../../contract/problem.ts'
import type { HostedEvents, HostedSession } from '../../sessions/hosted-session.ts'
import { UNHEARD } from '../../sessions/testing.ts'
import { hostSession } from '../../sessions/hosted-session.ts'
import type { Store } from '../../store/types.ts'
import type { SeriesFact } from '../facts.ts'
import { newSeries, type CyclerState } from '../state.ts'
import { TIMING } from '../timing.ts'
import { startFresh } from '../steps/starting.ts'
import type { Driven } from './ports.ts'

/** A series with its first launch intended, and the facts that its effects tell. */
export interface DrivenForTest extends Driven {
  state: CyclerState
  ready: Driven['ready']
  session: HostedSession | null
  readonly told: SeriesFact[]
}

export function drivenForTest(store: Store, project: string, at: number): DrivenForTest {
  const told: SeriesFact[] = []
  let queue = Promise.resolve()
  const driven: DrivenForTest = {
    id: 'S',
    state: startFresh(newSeries('S', project, 'x', [{ number: 1, title: 'One', done: false }], at), at),
    policy: DEFAULT_POLICY,
    env: { PATH: process.env['PATH'] ?? '', HOME: project },
    session: null,
    ready: null,
    closed: false,
    closing: new AbortController().signal,
    pending: null,
    told,
    ports: {
      store,
      launcher: { prepare: async () => failure('claude-missing', 'claude', 'nothing is launched here', 'none') },
      timing: TIMING,
      now: () => at,
      changed: () => {},
      event: () => {},
      problem: () => {},
      fault: (error) => {
        throw error
      },
      hooksSetting: () => Promise.resolve(null),
    },
    hosts(session) {
      driven.session = session
    },
    tell(fact) {
      const before = queue
      queue = (async () => {
        await before
        const found = typeof fact === 'function' ? await fact() : fact
        if (found !== null) told.push(found)
      })()
    },
  }
  return driven
}

/** A real process in a real terminal, in the agent's place. */
export function hostedForTest(driven: Driven, launchId: string, events: Partial<HostedEvents> = {}): HostedSession {
  const hosted = hostSession({
    launchId,
    sessionId: launchId,
    prepared: {
      file: '/bin/sleep',
      args: ['300'],
      env: driven.env,
      cwd: driven.state.project,
      statusLineFile: `${driven.state.project}/status-${launchId}.json`,
      settingsFile: `${driven.state.project}/settings-${launchId}.json`,
      telemetry: null,
    },
    store: driven.ports.store,
    events: { ...UNHEARD, ...events },
  })
  if (!hosted.ok) throw new Error(hosted.problem.cause)
  return hosted.value
}
