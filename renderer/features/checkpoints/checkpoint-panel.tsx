import { ArchiveRestore, ChevronLeft, ChevronRight, Cog, Flag, X } from 'lucide-react'
import { useState } from 'react'
import type { RpcResult } from '../../../contract/rpc.ts'
import type { SeriesView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { useCanControl } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { formatTime, formatTokens } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useShortcut, useShortcutKeys } from '../../ui/use-shortcut.ts'
import { CheckpointChanges } from './checkpoint-changes.tsx'
import { CheckpointFiles } from './checkpoint-files.tsx'
import { type Neighbours, neighboursOf } from './checkpoint-neighbours.ts'
import { CheckpointPickup } from './checkpoint-pickup.tsx'
import { CheckpointVerification } from './checkpoint-verification.tsx'
import { CopyButton } from './copy-button.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { useAsked } from './use-asked.ts'

export interface CheckpointPanelProps {
  series: SeriesView
  n: number
  /** It is the whole screen, and no panel beside the timeline. */
  full: boolean
  onOpen: (n: number) => void
  onClose: () => void
}

const TABS = [
  { value: 'files', title: 'Files' },
  { value: 'changes', title: 'Changes' },
  { value: 'verification', title: 'Verification' },
  { value: 'pickup', title: 'Pickup' },
] as const
type Tab = (typeof TABS)[number]['value']

/** One checkpoint: what it holds, what changed, how it was checked, who picked it up, and the way back to it. */
export function CheckpointPanel(props: CheckpointPanelProps) {
  const { series, n } = props
  const [tab, setTab] = useState<Tab>('files')
  // Asked anew with each checkpoint that is opened or taken: others may have been pruned since.
  const kept = useAsked('checkpoint.list', { seriesId: series.id }, `${series.id} ${n} ${series.checkpoints}`)
  const numbers = (kept.value ?? []).map((checkpoint) => checkpoint.n)
  return <OneCheckpoint key={n} {...props} tab={tab} onTab={setTab} neighbours={neighboursOf(numbers, n)} />
}

interface OneCheckpointProps extends CheckpointPanelProps {
  tab: Tab
  onTab: (tab: Tab) => void
  neighbours: Neighbours
}

function OneCheckpoint({ series, n, full, tab, onTab, neighbours, onOpen, onClose }: OneCheckpointProps) {
  // Asked anew with each session: its pickup may be there now.
  const shown = useAsked('checkpoint.show', { seriesId: series.id, n }, `${series.id} ${n} ${series.sessions}`)
  const [restoring, setRestoring] = useState(false)
  const canControl = useCanControl()
  const { before, after } = neighbours
  const nextKeys = useShortcutKeys('checkpoint-next')
  const previousKeys = useShortcutKeys('checkpoint-previous')
  useShortcut('checkpoint-next', () => after !== null && onOpen(after))
  useShortcut('checkpoint-previous', () => before !== null && onOpen(before))

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex items-center gap-1.5 border-b border-border px-4 py-2">
        {full ? (
          <h1 className="min-w-0 flex-1 truncate text-lg font-semibold">
            Checkpoint {n} <span className="font-normal text-muted">of {cleanLine(series.task)}</span>
          </h1>
        ) : (
          <h2 className="flex-1 text-lg font-semibold">Checkpoint {n}</h2>
        )}
        <Button
          size="sm"
          icon={<ArchiveRestore />}
          disabled={shown.value === null || !canControl}
          onClick={() => setRestoring(true)}
        >
          Restore…
        </Button>
        <IconButton
          label="Checkpoint before"
          keys={previousKeys}
          icon={<ChevronLeft />}
          disabled={before === null}
          onClick={() => before !== null && onOpen(before)}
        />
        <IconButton
          label="Next checkpoint"
          keys={nextKeys}
          icon={<ChevronRight />}
          disabled={after === null}
          onClick={() => after !== null && onOpen(after)}
        />
        <IconButton label="Close the checkpoint" icon={<X />} onClick={onClose} />
      </header>
      {shown.problem !== null && (
        <div className="p-4">
          <ProblemView problem={shown.problem} retry={shown.retry} />
        </div>
      )}
      {shown.value === null && shown.problem === null && (
        <div className="p-4">
          <Progress label="Reading the checkpoint…" value={null} />
        </div>
      )}
      {shown.value !== null && (
        <>
          <Facts shown={shown.value} />
          <Tabs
            label="Parts of the checkpoint"
            tabs={TABS}
            value={tab}
            onChange={onTab}
            className="flex min-h-0 flex-1 flex-col px-4"
          >
            <div className="h-full overflow-y-auto py-3 [scrollbar-gutter:stable]">
              <h2 className="sr-only">{TABS.find(({ value }) => value === tab)?.title}</h2>
              <Open tab={tab} series={series} n={n} shown={shown.value} />
            </div>
          </Tabs>
          <RestoreDialog
            series={series}
            n={n}
            hasCommit={shown.value.checkpoint.commit !== null}
            open={restoring}
            onClose={() => setRestoring(false)}
          />
        </>
      )}
    </div>
  )
}

export default CheckpointPanel

type Shown = RpcResult<'checkpoint.show'>

function Open({ tab, series, n, shown }: { tab: Tab; series: SeriesView; n: number; shown: Shown }) {
  switch (tab) {
    case 'files':
      return <CheckpointFiles checkpoint={shown.checkpoint} contents={shown.contents} />
    case 'changes':
      return <CheckpointChanges seriesId={series.id} n={n} previous={shown.previous} diffstat={shown.diffstat} />
    case 'verification':
      return <CheckpointVerification checkpoint={shown.checkpoint} rejected={shown.rejected} notes={shown.notes} />
    case 'pickup':
      return <CheckpointPickup series={series} n={n} pickup={shown.pickup} />
  }
}

function Facts({ shown: { checkpoint } }: { shown: Shown }) {
  const mechanical = checkpoint.kind === 'mechanical'
  const Icon = mechanical ? Cog : Flag
  return (
    <div className="grid gap-1 px-4 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span
          className={`inline-flex h-5.5 items-center gap-1 rounded-full px-2 text-sm font-medium ${mechanical ? 'bg-waiting/10 text-waiting' : 'bg-done/10 text-done'}`}
        >
          <Icon aria-hidden className="size-3.5" />
          {mechanical ? 'Written by Baton' : 'Written by the agent'}
        </span>
        <span className="min-w-0 wrap-anywhere">{capital(cleanLine(checkpoint.reason, 400))}</span>
      </p>
      <dl className="flex flex-wrap items-center gap-x-5 gap-y-0.5 text-sm [&_dt]:text-muted [&>div]:flex [&>div]:items-center [&>div]:gap-1.5">
        <div>
          <dt>Taken</dt>
          <dd>{formatTime(checkpoint.at)}</dd>
        </div>
        <div>
          <dt>Context</dt>
          <dd>{checkpoint.contextUsed === null ? 'unknown' : `${formatTokens(checkpoint.contextUsed)} tokens`}</dd>
        </div>
        <div>
          <dt>Tasks</dt>
          <dd>
            {checkpoint.boxesDone} of {checkpoint.boxesDone + checkpoint.boxesOpen} done
          </dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd className="font-mono" title={checkpoint.sessionId ?? undefined}>
            {checkpoint.sessionId === null ? 'none' : checkpoint.sessionId.slice(0, 8)}
          </dd>
        </div>
        <div>
          <dt>sha256</dt>
          <dd className="flex items-center gap-1 font-mono" title={checkpoint.sha256}>
            {checkpoint.sha256.slice(0, 12)} <CopyButton text={checkpoint.sha256} label="Copy the hash" />
          </dd>
        </div>
        <div className="min-w-0">
          <dt>Ref</dt>
          <dd className="flex items-center gap-1 font-mono wrap-anywhere">
            {checkpoint.ref === null ? 'none' : cleanLine(checkpoint.ref)}{' '}
            {checkpoint.ref !== null && <CopyButton text={checkpoint.ref} label="Copy the ref" />}
          </dd>
        </div>
      </dl>
    </div>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
