import type { TelemetrySession } from '../../../contract/telemetry.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { useSeries } from '../../stores/board.ts'
import { Age } from '../../ui/age.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { formatCost, formatCount, formatPercent, formatTokens, projectName, UNKNOWN } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { DataTable } from './data-table.tsx'
import { AGENTS } from './telemetry-words.ts'

const HEADINGS = [
  { title: 'Agent' },
  { title: 'Session' },
  { title: 'Project' },
  { title: 'Models' },
  { title: 'Requests', right: true },
  { title: 'Tokens', right: true },
  { title: 'Cost', right: true },
  { title: 'Captured', right: true },
  { title: 'Last heard', right: true },
]

/** Who told of itself, newest first. */
export function SendersTable({ senders }: { senders: readonly TelemetrySession[] }) {
  return (
    <Card title="Senders">
      {senders.length === 0 ? (
        <p className="text-muted">No session told of itself yet.</p>
      ) : (
        <DataTable caption="Sessions that sent telemetry" headings={HEADINGS} least="min-w-3xl">
          {senders.map((sender) => (
            <Row key={`${sender.agent} ${sender.sessionId ?? sender.origin}`} sender={sender} />
          ))}
        </DataTable>
      )}
    </Card>
  )
}

function Row({ sender }: { sender: TelemetrySession }) {
  const { agent, models, requests, tokens, costUsd, unpriced, captured, lastAt } = sender
  // A hosted session names its project by a hash; the board knows it.
  const project = useSeries(sender.seriesId ?? '')?.project ?? sender.project
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap">
        {AGENTS[agent]}
      </th>
      <td className="whitespace-nowrap">
        <SessionName sender={sender} />
      </td>
      <td className="max-w-48 truncate" title={project ?? undefined}>
        {project === null ? UNKNOWN : cleanLine(projectName(project), 80)}
      </td>
      <td className="max-w-64">
        {models.length === 0 ? UNKNOWN : <AgentText text={models.join(', ')} className="block" />}
      </td>
      <td className="text-right">{formatCount(requests)}</td>
      <td className="text-right" title={tokenWords(tokens)}>
        {requests === 0 ? UNKNOWN : formatTokens(sum(tokens))}
      </td>
      <td className="text-right whitespace-nowrap" title={unpriced === 0 ? undefined : unpricedWords(unpriced)}>
        {costUsd !== null && unpriced > 0 && '≥ '}
        {formatCost(costUsd)}
      </td>
      <td className="text-right whitespace-nowrap">
        {captured === null ? (
          <span title="No transcript of it is known">{UNKNOWN}</span>
        ) : (
          <span className={captured < 1 ? 'text-waiting' : undefined}>{formatPercent(captured * 100)}</span>
        )}
      </td>
      <td className="text-right whitespace-nowrap text-muted">
        <Age at={lastAt} />
      </td>
    </tr>
  )
}

/** Its series, where Baton hosts it. One that names no session is told apart by where it comes from. */
function SessionName({ sender: { sessionId, seriesId, origin } }: { sender: TelemetrySession }) {
  if (sessionId === null) {
    return (
      <span className="text-muted">
        unnamed <code className="font-mono text-sm">{cleanLine(origin, 8)}</code>
      </span>
    )
  }
  const name = <code className="font-mono text-sm">{cleanLine(sessionId.slice(0, 8))}</code>
  if (seriesId === null) return <span title={cleanLine(sessionId)}>{name}</span>
  return (
    <a
      href={hrefOf(seriesPath(seriesId))}
      className="text-accent underline underline-offset-2"
      aria-label={`Session ${cleanLine(sessionId.slice(0, 8))}: open its series`}
    >
      {name}
    </a>
  )
}

function sum(tokens: TelemetrySession['tokens']): number {
  return Object.values(tokens).reduce((all, count) => all + count, 0)
}

function tokenWords({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: TelemetrySession['tokens']): string {
  const parts = [
    `${formatCount(input)} input`,
    `${formatCount(output)} output`,
    `${formatCount(cacheRead)} read from the cache`,
    `${formatCount(cacheWrite5m + cacheWrite1h)} written to it`,
  ]
  return parts.join(', ')
}

function unpricedWords(requests: number): string {
  return `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'} without a known price`
}
