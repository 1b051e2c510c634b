import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import { boundedMap } from './bounded-map.ts'

/** Ids held in memory of each; a hundred bytes each. */
const HELD = 10_000

/** What a session is known by. `named`: the key is its session id, not the key of a telemetry source. */
export interface SessionKey {
  key: string
  named: boolean
  agent: AgentName
}

/** Numbers of the ledger's sessions and models. All inside a transaction; `forget` after one that failed. */
export interface LedgerNames {
  /** Makes it known. */
  session(told: SessionKey): number
  /** Null: the ledger has nothing of it. */
  knownSession(sessionId: string): number | null
  keyOf(session: number): string
  model(name: string): number
  modelName(id: number): string
  forget(): void
}

export function ledgerNames(database: Database): LedgerNames {
  const saveSession = database.prepare<[string, number, string]>(
    `INSERT INTO agent_sessions (key, named, agent) VALUES (?, ?, ?)`,
  )
  const findSession = database.prepare<[string], number>(`SELECT id FROM agent_sessions WHERE key = ?`).pluck()
  const findKey = database.prepare<[number], string>(`SELECT key FROM agent_sessions WHERE id = ?`).pluck()
  const saveModel = database.prepare<[string]>(`INSERT INTO ledger_models (name) VALUES (?)`)
  const findModel = database.prepare<[string], number>(`SELECT id FROM ledger_models WHERE name = ?`).pluck()
  const findModelName = database.prepare<[number], string>(`SELECT name FROM ledger_models WHERE id = ?`).pluck()

  const sessions = boundedMap<string, number>(HELD)
  const models = boundedMap<string, number>(HELD)
  const modelNames = boundedMap<number, string>(HELD)

  function knownSession(sessionId: string): number | null {
    const id = sessions.get(sessionId) ?? findSession.get(sessionId)
    if (id === undefined) return null
    sessions.set(sessionId, id)
    return id
  }
  return {
    session: ({ key, named, agent }) => {
      const known = knownSession(key)
      if (known !== null) return known
      const id = Number(saveSession.run(key, Number(named), agent).lastInsertRowid)
      sessions.set(key, id)
      return id
    },
    knownSession,
    keyOf: (session) => findKey.get(session) ?? '',
    model: (name) => {
      const id = models.get(name) ?? findModel.get(name) ?? Number(saveModel.run(name).lastInsertRowid)
      models.set(name, id)
      return id
    },
    modelName: (id) => {
      const name = modelNames.get(id) ?? findModelName.get(id) ?? ''
      modelNames.set(id, name)
      return name
    },
    forget: () => {
      sessions.clear()
      models.clear()
      modelNames.clear()
    },
  }
}
