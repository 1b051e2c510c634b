import { parseReaderState } from '../../reader-state.ts'

/** What one file's reader needs to go on where it was left; kept as JSON. Another shape: the file is read anew. */
export interface SoFar {
  version: 1
  /** Of the last response, for requests that failed and name none. */
  model: string | null
  /** Time of the last request, ms since the epoch, for one that has none. */
  requestAt: number | null
  /** Of the first line that has one. */
  firstAt: number | null
  lastAt: number | null
  /** Lines at its start that were looked at for what follows. */
  firstLines: number
  /** Folder of the first line that names one. */
  cwd: string | null
  /** The session that lines without a name of it belong to. */
  sessionId: string | null
  personsTitle: string | null
  agentsTitle: string | null
  /** It begins with copies of another session's lines. */
  isFork: boolean
  /** The cost that was reported last, USD. */
  reportedUsd: number | null
}

export function nothingSoFar(sessionId: string | null): SoFar {
  const times = { requestAt: null, firstAt: null, lastAt: null }
  const names = { model: null, cwd: null, sessionId, personsTitle: null, agentsTitle: null }
  return { version: 1, ...times, ...names, firstLines: 0, isFork: false, reportedUsd: null }
}

/** Null: it was written by another version. */
export function parseSoFar(reader: string): SoFar | null {
  return parseReaderState(reader, nothingSoFar(null))
}
