import { NO_ALERTS } from '../../contract/alerts.ts'
import type { Board } from '../../contract/board.ts'
import type { Notice, NoticeKind } from '../../contract/notice.ts'
import { noScan } from '../../contract/observed.ts'
import type { SeriesView } from '../../contract/series.ts'
import { Settings, type SettingsState } from '../../contract/settings.ts'
import { ago, SAMPLE_NOW, sampleId, sampleSeries, sampleSession } from './sample-series.ts'

/** One series of each kind, a session without one, and notices of each kind. */
export function sampleBoard(now = SAMPLE_NOW): Board {
  const series = sampleSeriesOfAllKinds(now)
  const live = series.flatMap(({ session }) => (session === null ? [] : [session]))
  const alone = sampleSession(90, { seriesId: null, state: 'idle' }, now)
  return {
    series,
    sessions: [...live, alone],
    notices: sampleNotices(now),
    settings: sampleSettings(),
    ...nothingElse(now),
  }
}

/** `count` series, most of them running: for long lists. */
export function bigBoard(count: number, now = SAMPLE_NOW): Board {
  const series = Array.from({ length: count }, (_, index) => {
    const finished = index % 4 === 3
    return sampleSeries(index + 1, finished ? { status: 'completed', session: null } : {}, now)
  })
  const sessions = series.flatMap(({ session }) => (session === null ? [] : [session]))
  return { series, sessions, notices: [], settings: sampleSettings(), ...nothingElse(now) }
}

function nothingElse(now: number): Pick<Board, 'observed' | 'scan' | 'limits' | 'alerts'> {
  return { observed: [], scan: noScan(ago(60_000, now)), limits: [], alerts: NO_ALERTS }
}

export function sampleSettings(): SettingsState {
  return {
    settings: Settings.parse({}),
    revision: 'r1',
    file: '/home/ann/.local/share/baton/settings.json',
    problem: null,
  }
}

function sampleSeriesOfAllKinds(now: number): SeriesView[] {
  const wait = { since: ago(240_000, now), until: null, human: true }
  return [
    sampleSeries(1, {}, now),
    sampleSeries(2, { activity: 'writes its handover', session: full(2, 151_000, now) }, now),
    sampleSeries(3, { session: full(3, null, now), activity: 'compacts', due: null, soft: null }, now),
    sampleSeries(
      4,
      {
        status: 'waiting',
        why: 'the agent asks for a permission: Bash(npm publish). Answer it in its terminal',
        hold: { ...wait, kind: 'permission' },
        session: sampleSession(4, { state: 'waiting' }, now),
      },
      now,
    ),
    sampleSeries(
      5,
      {
        status: 'waiting',
        why: 'the model answered with a limit; it goes on at 14:30',
        hold: { kind: 'limit', since: ago(900_000, now), until: new Date(now + 9e6).toISOString(), human: false },
      },
      now,
    ),
    sampleSeries(
      6,
      {
        status: 'needs-attention',
        why: 'no progress: 3 turns without a task ticked, a commit or a changed file. Look at its terminal, then resume it',
        hold: { ...wait, kind: 'no-progress' },
      },
      now,
    ),
    sampleSeries(7, { status: 'paused', why: 'paused by you', hold: { ...wait, kind: 'paused' }, session: null }, now),
    sampleSeries(8, { ending: 'pause', session: full(8, 112_000, now) }, now),
    sampleSeries(9, { status: 'completed', session: null, updatedAt: ago(7_200_000, now) }, now),
    sampleSeries(10, { status: 'stopped', why: 'stopped at max-cost-usd 20', session: null }, now),
    sampleSeries(11, { status: 'failed', why: 'git: the folder is gone', session: null }, now),
  ]
}

function full(n: number, used: number | null, now: number) {
  const session = sampleSession(n, {}, now)
  const percent = used === null ? null : used / 2_000
  return { ...session, context: { window: 200_000, used, percent, source: 'statusline' as const, at: ago(8_000, now) } }
}

function sampleNotices(now: number): Notice[] {
  const told: [NoticeKind, string, string][] = [
    ['permission', 'Permission needed', 'Bash(npm publish) in retry-webhooks'],
    ['attention', 'Needs you', 'No progress in 3 turns'],
    ['cycle', 'Cycle done', 'Session 3 goes on from checkpoint 2'],
    ['due', 'Context is due', '141k of 200k tokens: a checkpoint was asked for'],
    ['soft', 'Context passed its soft point', '98k of 200k tokens'],
    ['limit', 'Limit reached', 'It goes on at 14:30'],
    ['finished', 'Series completed', '9 tasks done in 4 sessions for $6.20'],
  ]
  return told.map(([kind, title, body], index) => ({
    id: `notice-${index}`,
    kind,
    at: ago((index + 1) * 240_000, now),
    seriesId: sampleId(index + 1),
    sessionId: null,
    project: 'shop',
    task: sampleSeries(index + 1).task,
    title,
    body,
    urgent: index < 2,
    seen: index > 2,
  }))
}
