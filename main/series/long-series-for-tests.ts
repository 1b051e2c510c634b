import path from 'node:path'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { openDatabase } from '../store/database.ts'
import { localHour } from '../store/local-hour.ts'
import { requestKey } from '../store/request-key.ts'
import { checkpoint } from '../store/testing.ts'
import { T0 } from './testing.ts'
import { ready } from './testing.ts'

/** ms from one session to the next. */
const SPACING = 1_000_000
/** Transitions of one session, as a cycle has them. */
const STEPS = [
  'start',
  'started',
  'pickup',
  'nudge',
  'go-on',
  'hold',
  'release',
  'ask',
  'verified',
  'checkpoint',
  'ended',
]

/**
 * Writes a series `S` of many sessions into the empty database of a data folder, each with its figures and events.
 * `endsAt`: when its last session ends, ms since the epoch.
 */
export function writeLongSeries(
  dir: string,
  sessions: number,
  figures: number,
  { project = '/p', task = 't', endsAt = T0 + (sessions + 1) * SPACING } = {},
): void {
  const opened = openDatabase(path.join(dir, 'baton.db'))
  if (!opened.ok) throw new Error(opened.problem.cause)
  const database = opened.value
  const insert = (table: string, columns: number) =>
    database.prepare<unknown[]>(
      `INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(', ')})`,
    )
  const series = insert('series', 8)
  const launch = insert('launches', 14)
  const session = insert('sessions', 4)
  const context = insert('contexts', 9)
  const usage = database.prepare(
    `INSERT INTO usage (key, message_id, request_id, session, model, failed, ends_turn, fast, input, output, cache_read,
       cache_write_5m, cache_write_1h, web_searches, cost_nano, cost_is_own, at, hour)
      VALUES (?, ?, 'req', ?, 1, 0, 0, 0, 1, 500, ?, 500, 0, 0, 10000000, 0, ?, ?)`,
  )
  const known = database.prepare(`INSERT INTO agent_sessions (key, named, agent, settled) VALUES (?, 1, 'claude', 1)`)
  const event = insert('events', 3)
  const transition = insert('transitions', 5)
  const kept = insert('checkpoints', 3)
  const start = endsAt - (sessions + 1) * SPACING
  const state = ready({ project, task, sessions, startedAt: start })
  let seq = 0
  let step = 0
  const tell = (at: number, told: object): void => {
    seq += 1
    event.run('S', seq, JSON.stringify({ ...told, at: new Date(at).toISOString(), series: 'S' }))
  }
  database.transaction(() => {
    database.exec(`INSERT INTO ledger_models VALUES (1, 'claude-x')`)
    series.run('S', project, task, 'paused', JSON.stringify(state), JSON.stringify(DEFAULT_POLICY), start, start)
    for (let n = 1; n <= sessions; n += 1) {
      const from = start + n * SPACING
      const sessionId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
      const argv = JSON.stringify(['claude', '--session-id', sessionId, '--settings', '/data/launches/x/settings.json'])
      launch.run(`S-${n}`, 'S', sessionId, n, 'fresh', project, argv, from, n, '1', from, from + SPACING - 1, 0, null)
      session.run(sessionId, `S-${n}`, 'S', from)
      const ofLedger = known.run(sessionId).lastInsertRowid
      tell(from, { type: 'session.started', sessionId, n, pid: n })
      tell(from + 10, { type: 'pickup', sessionId, checkpoint: n - 1, files: ['dev/active/t/t-plan.md'] })
      for (let figure = 0; figure < figures; figure += 1) {
        const at = from + 1_000 + figure * 1_000
        const used = 20_000 + figure * 600
        const messageId = `msg_${n}_${figure}`
        context.run(
          null,
          sessionId,
          figure % 2 ? 'statusline' : 'transcript',
          used,
          200_000,
          'claude-x',
          null,
          messageId,
          at,
        )
        usage.run(requestKey(messageId, 'req'), messageId, ofLedger, used, at, localHour(at))
        tell(at, { type: 'context', sessionId, used, window: 200_000, percent: used / 2_000, source: 'statusline' })
      }
      tell(from + 500_000, { type: 'nudge', sessionId, used: 98_000, due: 140_000 })
      tell(from + 510_000, { type: 'waiting', for: 'the agent wants to use Bash' })
      tell(from + 600_000, { type: 'checkpoint.requested', sessionId, reason: 'due' })
      const row = checkpoint(n, { seriesId: 'S', sessionId, at: new Date(from + 700_000).toISOString() })
      kept.run('S', n, JSON.stringify(row))
      const { kind, sha256, ref } = row
      tell(from + 700_000, { type: 'checkpoint.verified', n, kind, files: [], sha256, ref, notes: [] })
      tell(from + SPACING - 1, { type: 'session.ended', sessionId, exitCode: 0, signal: null, ms: 90 })
      for (const [index, name] of STEPS.entries()) {
        step += 1
        transition.run('S', step, name, 'Signalled', from + index * 90_000)
      }
    }
  })()
  database.close()
}
