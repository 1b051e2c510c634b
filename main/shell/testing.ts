import type { Notice } from '../../contract/notice.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import { Settings } from '../../contract/settings.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import type { ShellLog } from './shell-log.ts'
import type { TrayKnows } from './tray-model.ts'

/** What the tray knows when nothing runs. */
const AT = '2026-11-22T10:00:00.000Z'

export function trayKnows(change: Partial<TrayKnows> = {}): TrayKnows {
  return {
    series: [],
    keepAwake: false,
    update: null,
    updateProblem: null,
    busy: null,
    connected: true,
    limits: [],
    now: Date.parse(AT),
    ...change,
  }
}

export function sessionView(change: Partial<SessionView> = {}): SessionView {
  return {
    sessionId: 'c0ffee',
    launchId: 'l1',
    seriesId: 's1',
    n: 1,
    pid: 1234,
    project: '/home/me/shop',
    startedAt: AT,
    endedAt: null,
    exitCode: null,
    signal: null,
    model: 'claude-opus-5',
    context: { used: 144_000, window: 200_000, percent: 72, source: 'statusline', at: AT },
    costUsd: 1,
    tokens: NO_TOKENS,
    forecast: null,
    captured: null,
    live: true,
    state: 'busy',
    ...change,
  }
}

export function seriesView(change: Partial<SeriesView> = {}): SeriesView {
  return {
    id: 's1',
    project: '/home/me/shop',
    task: 'checkout',
    status: 'running',
    why: null,
    hold: null,
    ending: null,
    activity: 'works',
    createdAt: AT,
    updatedAt: AT,
    sessions: 1,
    checkpoints: 0,
    session: sessionView(),
    due: 140_000,
    soft: 98_000,
    boxes: [
      { number: 1, title: 'a', done: true },
      { number: 2, title: 'b', done: false },
    ],
    costUsd: 1,
    tokens: NO_TOKENS,
    policy: DEFAULT_POLICY,
    ...change,
  }
}

export function notice(change: Partial<Notice> = {}): Notice {
  return {
    id: 'n1',
    kind: 'cycle',
    at: AT,
    seriesId: 's1',
    sessionId: null,
    project: 'shop',
    task: 'checkout',
    title: 'Session 2 took over',
    body: 'Checkpoint 1 is verified.',
    urgent: false,
    seen: false,
    ...change,
  }
}

export function settings(desktop: Partial<Settings['desktop']> = {}): Settings {
  const defaults = Settings.parse({})
  return { ...defaults, desktop: { ...defaults.desktop, ...desktop } }
}

/** Keeps what is logged, one "level message" each. */
export function testLog(): ShellLog & { lines: string[] } {
  const lines: string[] = []
  const write = (level: string) => (_fields: object, message: string) => void lines.push(`${level} ${message}`)
  return { lines, info: write('info'), warn: write('warn'), error: write('error') }
}
