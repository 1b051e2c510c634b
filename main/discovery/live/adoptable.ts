import { existsSync } from 'node:fs'
import type { ObservedSession } from '../../../contract/observed.ts'
import type { LedgerSession } from '../../store/scan-types.ts'
import type { LiveState } from './match.ts'

const NAMES = { claude: 'Claude Code', codex: 'Codex CLI', gemini: 'Gemini CLI', other: 'its agent' } as const

/** Whether a session can go on as a hosted one, by what is seen of it; the adoption itself looks closer. */
export function adoptable(
  session: Pick<LedgerSession, 'agent' | 'project' | 'path' | 'seriesId'>,
  { state, source }: LiveState,
  isThere: (path: string) => boolean = existsSync,
): ObservedSession['adopt'] {
  const { agent, project, path, seriesId } = session
  if (agent !== 'claude') return no(`Baton hosts sessions of Claude Code alone, not of ${NAMES[agent]}`)
  if (source === 'hooks' || seriesId !== null) return no('a series has it already')
  if (state === 'busy') return no('it works now; adopt it when its turn has ended')
  if (state === 'waiting') return no('it waits for an answer; give it there first')
  if (state !== 'ended' && source !== 'registry') {
    return no('it seems to live, and what it does is not known; end it first')
  }
  if (path === null) return no('nothing was said in it yet')
  if (project === null) return no('its folder is not known')
  if (!isThere(project)) return no('its folder is gone')
  return isThere(path) ? { can: true, why: null } : no('its transcript is gone')
}

function no(why: string): ObservedSession['adopt'] {
  return { can: false, why }
}
