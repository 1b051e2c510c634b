import { useMemo } from 'react'
import { cleanLine } from '../../../contract/text.ts'
import type { Step } from './address.ts'
import type { SessionFacts } from './breakdown-rows.ts'
import { useAnswer } from './use-answer.ts'

/** The latest sessions that have their titles shown; older ones go by their ids. */
const MOST = 1_000

/** Titles and last lines of sessions, where rows are sessions. */
export function useSessionFacts(wanted: boolean, trail: readonly Step[]): SessionFacts {
  const project = trail.find(({ dimension }) => dimension === 'project')?.value
  const { value } = useAnswer(
    'session.observed',
    wanted ? { limit: MOST, ...(project !== undefined && project !== '' && { project }) } : null,
  )
  return useMemo(
    () =>
      new Map(
        (value?.sessions ?? []).map(({ sessionId, title, lastAt }) => [
          sessionId,
          { title: title === null ? null : cleanLine(title, 80), lastAt: Date.parse(lastAt) },
        ]),
      ),
    [value],
  )
}
