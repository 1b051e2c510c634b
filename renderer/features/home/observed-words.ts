import type { ObservedSession, ScanState } from '../../../contract/observed.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'

const SOURCES: Record<ObservedSession['stateSource'], string> = {
  hooks: 'by its hooks',
  registry: 'by Claude Code’s own list of sessions',
  process: 'by the process table',
  transcript: 'by its process and the end of its transcript',
}

/** What a session is called: the name that it was given, else the beginning of its id. */
export function observedTitle({ title, sessionId }: Pick<ObservedSession, 'title' | 'sessionId'>): string {
  return title === null ? `Session ${sessionId.slice(0, 8)}` : cleanLine(title)
}

/** What it does, in a few words. */
export function observedWords(session: Pick<ObservedSession, 'state' | 'waitingFor' | 'requests'>): string {
  const { state, waitingFor, requests } = session
  if (state === 'waiting') return `Waits for you in its own terminal${waitingFor === null ? '' : `: ${waitingFor}`}`
  if (state === 'ended') return 'Has ended'
  if (state === 'unknown') return 'Its process lives; what it does is not known'
  if (state === 'busy') return 'Works in its own terminal'
  return requests === 0 ? 'Rests; nothing was said in it yet' : 'Rests in its own terminal'
}

/** How that is known, for who asks. */
export function sourceWords({ stateSource, pid }: Pick<ObservedSession, 'stateSource' | 'pid'>): string {
  return `Known ${SOURCES[stateSource]}${pid === null ? '' : `; process ${pid}`}`
}

/** "3 sessions in this folder" */
export function parallelWords(others: number): string {
  return `${others + 1} sessions in this folder`
}

/** "Reading transcripts: 1,204 of 2,000 files, 612 MB of 1.0 GB" */
export function scanWords({ files, bytes }: Pick<ScanState, 'files' | 'bytes'>): string {
  const read = `${formatCount(files.done)} of ${formatCount(files.total)} files`
  return `Reading transcripts: ${read}, ${formatBytes(bytes.done)} of ${formatBytes(bytes.total)}`
}
