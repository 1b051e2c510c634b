import { ClipboardCopy, FileText, Hourglass, SquareCheck } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { SeriesReport, SessionReport } from '../../../contract/report.ts'
import { cleanLine, cleanText } from '../../../contract/text.ts'
import { core } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCost, formatDuration, formatTime, formatTokens, UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Progress } from '../../ui/progress.tsx'
import { toast } from '../../ui/toast-list.ts'
import { useNow } from '../../ui/use-now.ts'
import { EconomyPanel } from './economy-panel.tsx'
import { costWords, peakWords, reportMarkdown } from './report-markdown.ts'

const FORMATS = { time: formatTime, duration: formatDuration, cost: formatCost, tokens: formatTokens }

export interface MorningReportProps {
  id: string
  /** Changes with the series: the report is read anew. */
  version: string
  onOpenCheckpoint: (n: number) => void
}

/** What the series did while nobody looked, session by session. */
export function MorningReport({ id, version, onOpenCheckpoint }: MorningReportProps) {
  const [report, setReport] = useState<SeriesReport | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const load = useCallback(async (): Promise<void> => {
    const outcome = await core().call('series.report', { id })
    setProblem(outcome.ok ? null : outcome.problem)
    if (outcome.ok) setReport(outcome.value)
  }, [id])
  // oxlint-disable-next-line react/exhaustive-deps -- `version` is why it is read anew
  useEffect(() => void load(), [load, version])

  if (report === null) {
    return problem === null ? (
      <Progress label="Reading the report…" value={null} />
    ) : (
      <ProblemView problem={problem} retry={load} />
    )
  }
  if (report.sessions.length === 0) {
    return (
      <EmptyState icon={<FileText />} title="Nothing to report yet" command={`baton series ${id} --report`}>
        As soon as a session works, what it did stands here: tasks ticked, files changed, waits and cost.
      </EmptyState>
    )
  }
  return (
    <article aria-label="Report" className="mx-auto grid max-w-4xl gap-4 pb-8">
      {problem !== null && <ProblemView problem={problem} retry={load} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <p>
          {formatTime(report.startedAt)} to {report.endedAt === null ? 'now' : formatTime(report.endedAt)} ·{' '}
          {report.boxes.filter((box) => box.done).length} of {report.boxes.length} tasks done ·{' '}
          {costWords(report, FORMATS)}
        </p>
        <Button
          size="sm"
          className="ml-auto"
          icon={<ClipboardCopy />}
          onClick={() => void copy(reportMarkdown(report, FORMATS))}
        >
          Copy as Markdown
        </Button>
      </div>
      <EconomyPanel id={id} version={version} />
      {report.sessions.map((session) => (
        <Session
          key={`${session.n} ${session.sessionId}`}
          session={session}
          waits={waitsOf(report, session)}
          onOpenCheckpoint={onOpenCheckpoint}
        />
      ))}
    </article>
  )
}

interface SessionProps {
  session: SessionReport
  waits: SeriesReport['waits']
  onOpenCheckpoint: (n: number) => void
}

function Session({ session, waits, onOpenCheckpoint }: SessionProps) {
  const { checkpoint } = session
  const now = useNow()
  const ended = session.endedAt === null ? 'now' : formatTime(session.endedAt)
  const length = (session.endedAt === null ? now : Date.parse(session.endedAt)) - Date.parse(session.startedAt)
  return (
    <section
      aria-labelledby={`session-${session.n}`}
      className="grid gap-2 rounded-md border border-border bg-surface p-3"
    >
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 id={`session-${session.n}`} className="font-semibold">
          Session {session.n}
        </h2>
        <p className="text-muted">
          {formatTime(session.startedAt)} to {ended} ({formatDuration(length)})
        </p>
        <p className="min-w-0 flex-1 wrap-anywhere">{session.end === '' ? 'works now' : cleanLine(session.end)}</p>
        {checkpoint !== null && (
          <Button size="sm" variant="ghost" onClick={() => onOpenCheckpoint(checkpoint.n)}>
            Checkpoint {checkpoint.n}
          </Button>
        )}
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm [&_dt]:text-muted [&>div]:flex [&>div]:gap-1.5">
        <div>
          <dt>Peak context</dt>
          <dd>{session.peakContext === null ? 'unknown' : peakWords(session.peakContext, session.window, FORMATS)}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>{costWords(session, FORMATS)}</dd>
        </div>
        <div>
          <dt>Tasks ticked</dt>
          <dd>{session.boxesDone.length === 0 ? UNKNOWN : session.boxesDone.length}</dd>
        </div>
      </dl>
      {session.boxesDone.length > 0 && (
        <ul className="grid gap-1">
          {session.boxesDone.map((title, index) => (
            <li key={`${index} ${title}`} className="flex gap-2">
              <SquareCheck aria-hidden className="mt-0.5 size-3.5 shrink-0 text-done" />
              <span className="wrap-anywhere">{cleanLine(title, 400)}</span>
            </li>
          ))}
        </ul>
      )}
      {session.changed.length > 0 && (
        <pre
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
          tabIndex={0}
          aria-label={`Files changed in session ${session.n}`}
          className="max-h-60 overflow-auto rounded border border-border bg-bg p-2 font-mono text-sm"
        >
          {cleanText(session.changed.join('\n'))}
        </pre>
      )}
      {waits.map((wait) => (
        <p key={wait.from} className="flex gap-2 text-sm text-muted">
          <Hourglass aria-hidden className="mt-0.5 size-3.5 shrink-0 text-waiting" />
          Waited {wait.to === null ? 'since' : 'at'} {formatTime(wait.from)}
          {wait.to !== null && ` for ${formatDuration(Date.parse(wait.to) - Date.parse(wait.from))}`}:{' '}
          {cleanLine(wait.for)}
        </p>
      ))}
    </section>
  )
}

/** The waits that began in its time. */
function waitsOf(report: SeriesReport, session: SessionReport): SeriesReport['waits'] {
  const next = report.sessions.find((other) => other.startedAt > session.startedAt)?.startedAt ?? '9'
  return report.waits.filter((wait) => wait.from >= session.startedAt && wait.from < next)
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toast({ title: 'The report is on the clipboard', kind: 'done' })
  } catch {
    toast({
      title: 'The report was not copied',
      body: 'The browser does not let this page use the clipboard.',
      kind: 'problem',
    })
  }
}
