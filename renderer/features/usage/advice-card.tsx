import { ChevronRight, ListTree, Undo2, X } from 'lucide-react'
import type { Advice, AdviceKind } from '../../../contract/analytics.ts'
import { cleanLine, cleanText } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { usagePath } from '../../app/routes.ts'
import { useCanControl } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { formatCost, formatCount } from '../../ui/format.ts'
import { Card } from '../telemetry/card.tsx'
import { DataTable } from '../telemetry/data-table.tsx'
import { shareWords } from './figures.ts'
import { agentName, placeName, placePath, shortId } from './names.ts'

const KINDS: Record<AdviceKind, string> = {
  'model-mix': 'Models',
  'cache-misses': 'Cache',
  'long-context': 'Long contexts',
  'costly-subagents': 'Subagents',
  threshold: 'Threshold',
}

const HEADINGS = [
  { title: 'Session' },
  { title: 'Project' },
  { title: 'What was seen' },
  { title: 'Requests', right: true },
  { title: 'Cost', right: true },
  { title: 'Would have saved', right: true },
]

export interface AdviceCardProps {
  advice: Advice
  /** Of which days it is: "24 Oct to 22 Nov". */
  days: string
  onExplain: () => void
  onDismiss: (away: boolean) => void
}

/** One advice with what it rests on. */
export function AdviceCard({ advice, days, onExplain, onDismiss }: AdviceCardProps) {
  const canControl = useCanControl()
  const { kind, title, body, assumption, savedUsd, savedShare, evidence, sessions, dismissed } = advice
  return (
    <Card
      title={
        <>
          <span className="mr-2 rounded bg-surface-2 px-1.5 py-0.5 text-sm font-normal text-muted">{KINDS[kind]}</span>
          {cleanLine(title)}
        </>
      }
      lead={
        <p className="text-right whitespace-nowrap">
          <strong className="text-lg font-semibold text-done">{formatCost(savedUsd)}</strong>{' '}
          <span className="text-muted">less, {shareWords(savedShare)}</span>
        </p>
      }
    >
      <p className="max-w-[90ch] text-pretty">{cleanText(body)}</p>
      <p className="max-w-[90ch] text-sm text-muted text-pretty">Taken for granted: {cleanText(assumption)}</p>
      <details className="group">
        <summary className="flex h-7 items-center gap-1.5">
          <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
          Seen in {formatCount(sessions)} {sessions === 1 ? 'session' : 'sessions'}, {days}
        </summary>
        <DataTable caption={`Sessions behind: ${cleanLine(title)}`} headings={HEADINGS} least="min-w-2xl">
          {evidence.map((one) => (
            <tr key={`${one.agent} ${one.sessionId}`} className="align-top">
              <th scope="row" className="whitespace-nowrap">
                <a
                  href={hrefOf(usagePath({ session: one.sessionId, range: 'all' }))}
                  className="rounded text-accent underline underline-offset-2"
                >
                  {shortId(one.sessionId)}
                </a>
                <span className="ml-2 text-sm text-muted">{agentName(one.agent)}</span>
              </th>
              <td title={one.project === null ? undefined : placePath(one.project)}>
                {one.project === null ? '–' : placeName(one.project)}
              </td>
              <td className="text-pretty">{cleanLine(one.seen, 300)}</td>
              <td className="text-right">{formatCount(one.requests)}</td>
              <td className="text-right whitespace-nowrap">{formatCost(one.costUsd)}</td>
              <td className="text-right whitespace-nowrap">{formatCost(one.savedUsd)}</td>
            </tr>
          ))}
        </DataTable>
        {sessions > evidence.length && (
          <p className="text-sm text-muted">
            And {formatCount(sessions - evidence.length)} more that would have saved less.
          </p>
        )}
      </details>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={<ListTree />} onClick={onExplain}>
          How it was reckoned
        </Button>
        <Button
          size="sm"
          variant="ghost"
          icon={dismissed ? <Undo2 /> : <X />}
          disabled={!canControl}
          onClick={() => onDismiss(!dismissed)}
        >
          {dismissed ? 'Bring back' : 'Dismiss'}
        </Button>
      </div>
    </Card>
  )
}
