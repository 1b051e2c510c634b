import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import { boundedMap } from './bounded-map.ts'
import type { TelemetryMinute, TelemetrySource } from './telemetry-types.ts'

/** Models and what asks for them: some dozen; more only by mistake or forgery. */
const WORDS_MOST = 2_000
const OTHER_WORD = 'other'
/** Ids held in memory of each dimension; a hundred bytes each. */
const HELD = 10_000

export interface SourceId {
  id: number
  agent: AgentName
  sessionId: string | null
}

type KindRow = Pick<TelemetryMinute, 'signal' | 'name' | 'model' | 'type' | 'unit'> & {
  agent: AgentName
  gauge: number
}

/** Names and numbers of what telemetry is told apart by. All inside a transaction; `forget` after one that failed. */
export interface Dimensions {
  /** Makes it known, or heard of again. `at`: when the batch came, ms since the epoch. */
  heard(source: TelemetrySource, at: number): void
  /** Throws for a source that no batch ever named. */
  source(key: string): SourceId
  kind(agent: AgentName, minute: TelemetryMinute): number
  /** Once there are very many words, new ones are "other": a sender names them. */
  word(text: string): number
  forget(): void
}

export function dimensions(database: Database): Dimensions {
  const saveSource = database.prepare<TelemetrySource & { at: number }>(
    `INSERT INTO telemetry_sources (key, agent, session_id, launch_id, project, first_at, last_at)
     VALUES (@key, @agent, @sessionId, @launchId, @project, @at, @at)
     ON CONFLICT (key) DO UPDATE SET last_at = max(last_at, excluded.last_at),
       launch_id = coalesce(excluded.launch_id, launch_id), project = coalesce(excluded.project, project)`,
  )
  const findSource = database.prepare<[string], SourceId>(
    `SELECT id, agent, session_id AS sessionId FROM telemetry_sources WHERE key = ?`,
  )
  const findKind = database
    .prepare<[string, string, AgentName, string, string], number>(
      `SELECT id FROM telemetry_kinds WHERE signal = ? AND name = ? AND agent = ? AND model = ? AND type = ?`,
    )
    .pluck()
  const saveKind = database.prepare<KindRow>(
    `INSERT INTO telemetry_kinds (agent, signal, name, model, type, unit, gauge)
     VALUES (@agent, @signal, @name, @model, @type, @unit, @gauge)`,
  )
  const findWord = database.prepare<[string], number>(`SELECT id FROM telemetry_words WHERE text = ?`).pluck()
  const countWords = database.prepare<[], number>(`SELECT count(*) FROM telemetry_words`).pluck()
  const saveWord = database.prepare<[string]>(`INSERT INTO telemetry_words (text) VALUES (?)`)

  const sources = boundedMap<string, SourceId>(HELD)
  const kinds = boundedMap<string, number>(HELD)
  const words = boundedMap<string, number>(HELD)

  function source(key: string): SourceId {
    const held = sources.get(key) ?? findSource.get(key)
    if (held === undefined) throw new Error(`telemetry of a source that was never named: ${key}`)
    sources.set(key, held)
    return held
  }
  function word(text: string): number {
    const known = words.get(text) ?? findWord.get(text)
    if (known === undefined && text !== OTHER_WORD && Number(countWords.get()) >= WORDS_MOST) return word(OTHER_WORD)
    const id = known ?? Number(saveWord.run(text).lastInsertRowid)
    words.set(text, id)
    return id
  }
  return {
    heard: (told, at) => void saveSource.run({ ...told, at }),
    source,
    kind: (agent, minute) => {
      const { signal, name, model, type } = minute
      const key = [signal, name, agent, model, type].join('\0')
      const id =
        kinds.get(key) ??
        findKind.get(signal, name, agent, model, type) ??
        Number(saveKind.run(kindRow(agent, minute)).lastInsertRowid)
      kinds.set(key, id)
      return id
    },
    word,
    forget: () => {
      sources.clear()
      kinds.clear()
      words.clear()
    },
  }
}

function kindRow(agent: AgentName, { signal, name, model, type, unit, last }: TelemetryMinute): KindRow {
  return { agent, signal, name, model, type, unit, gauge: Number(last) }
}
