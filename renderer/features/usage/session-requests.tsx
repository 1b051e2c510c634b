import { ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { cleanLine } from '../../../contract/text.ts'
import { formatCount, formatDuration, formatTime, formatTokens } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { DataTable } from '../telemetry/data-table.tsx'
import { ContextView } from './context-view.tsx'
import { costWords, tokensOf } from './figures.ts'
import { LOOK_AGAIN_MS } from './look-again.ts'
import { RequestTable } from './request-table.tsx'
import { contextPoints, type Subagent, subagentsOf } from './session-figures.ts'
import { useAnswer } from './use-answer.ts'

/** The context of a session over time, its subagents, and each request that it made. */
export function SessionRequests({ sessionId }: { sessionId: string }) {
  const { value, problem, again } = useAnswer('usage.requests', { sessionId }, LOOK_AGAIN_MS)
  const requests = value?.requests
  const [points, subagents] = useMemo(() => [contextPoints(requests ?? []), subagentsOf(requests ?? [])], [requests])
  if (problem !== null && value === null) return <ProblemView problem={problem} retry={again} />
  if (value === null || value.requests.length === 0) return null
  return (
    <>
      {points.time.length > 1 && <ContextView time={points.time} used={points.used} />}
      {subagents.length > 0 && <Subagents subagents={subagents} />}
      <details className="group">
        <summary className="flex h-7 items-center gap-1.5 font-medium">
          <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
          Requests
          <span className="font-normal text-muted">{formatCount(value.requests.length)}</span>
        </summary>
        {value.more > 0 && (
          <p className="text-sm text-muted">The latest of them; {formatCount(value.more)} came before.</p>
        )}
        <RequestTable requests={value.requests} />
      </details>
    </>
  )
}

const HEADINGS = [
  { title: 'Subagent' },
  { title: 'Models' },
  { title: 'Began', right: true },
  { title: 'Worked for', right: true },
  { title: 'Requests', right: true },
  { title: 'Tokens', right: true },
  { title: 'Cost', right: true },
]

function Subagents({ subagents }: { subagents: readonly Subagent[] }) {
  return (
    <details className="group" open={subagents.length <= 8}>
      <summary className="flex h-7 items-center gap-1.5 font-medium">
        <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
        Subagents
        <span className="font-normal text-muted">{formatCount(subagents.length)}</span>
      </summary>
      <DataTable caption="Subagents of the session" headings={HEADINGS} least="min-w-2xl">
        {subagents.map(({ agentId, models, figures, from, until }) => (
          <tr key={agentId}>
            <th scope="row" className="font-mono text-sm">
              {cleanLine(agentId, 20)}
            </th>
            <td>{models.map((model) => cleanLine(model, 60)).join(', ')}</td>
            <td className="text-right whitespace-nowrap">{formatTime(from)}</td>
            <td className="text-right whitespace-nowrap">{formatDuration(until - from)}</td>
            <td className="text-right">{formatCount(figures.requests)}</td>
            <td className="text-right">{formatTokens(tokensOf(figures.tokens))}</td>
            <td className="text-right whitespace-nowrap">{costWords(figures)}</td>
          </tr>
        ))}
      </DataTable>
    </details>
  )
}
