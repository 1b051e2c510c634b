import { GitBranch } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import type { SeriesView } from '../../../contract/series.ts'
import { goTo } from '../../app/navigate.ts'
import { checkpointPath, homePath, seriesPath } from '../../app/routes.ts'
import { useBoard, useSeries } from '../../stores/board.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { MorningReport } from './morning-report.tsx'
import { SeriesHeader } from './series-header.tsx'
import { TimelineTab } from './timeline-tab.tsx'
import { useWide } from './use-wide.ts'

const CheckpointPanel = lazy(() => import('../checkpoints/checkpoint-panel.tsx'))

export interface SeriesScreenProps {
  id: string
  /** Number of the checkpoint that is open beside the timeline, or in its place where there is no room. */
  checkpoint: number | null
}

export function SeriesScreen({ id, checkpoint }: SeriesScreenProps) {
  const series = useSeries(id)
  const ready = useBoard((state) => state.ready)
  if (series === null) {
    if (!ready)
      return (
        <div className="p-6">
          <Progress label="Reading the series…" value={null} />
        </div>
      )
    return (
      <EmptyState
        icon={<GitBranch />}
        title="There is no such series"
        command="baton series"
        action={<Button onClick={() => goTo(homePath())}>Go to Home</Button>}
      >
        It may belong to another data folder, or the address was cut off. Home has all series that this core knows.
      </EmptyState>
    )
  }
  return <Screen key={id} series={series} checkpoint={checkpoint} />
}

export default SeriesScreen

type Tab = 'timeline' | 'report'

function Screen({ series, checkpoint }: { series: SeriesView; checkpoint: number | null }) {
  const { id } = series
  const [tab, setTab] = useState<Tab>('timeline')
  const wide = useWide()
  const openCheckpoint = useCallback((n: number) => goTo(checkpointPath(id, n)), [id])
  const panel = checkpoint !== null && (
    <Suspense
      fallback={
        <div className="p-4">
          <Progress label="Opening the checkpoint…" value={null} />
        </div>
      }
    >
      <CheckpointPanel
        series={series}
        n={checkpoint}
        full={!wide}
        onOpen={openCheckpoint}
        onClose={() => goTo(seriesPath(id))}
      />
    </Suspense>
  )
  const alone = panel !== false && !wide
  // The panel has one place in the tree, so that it lives on when the window crosses the limit.
  return (
    <div className="flex h-full min-h-0 flex-col">
      {!alone && <SeriesHeader series={series} />}
      <div className="flex min-h-0 flex-1">
        {!alone && (
          <Tabs
            label="Series"
            tabs={[
              { value: 'timeline', title: 'Timeline' },
              { value: 'report', title: 'Report' },
            ]}
            value={tab}
            onChange={setTab}
            className="flex min-h-0 min-w-0 flex-1 flex-col px-4 pt-1"
          >
            <div className="h-full overflow-y-auto pt-2 [scrollbar-gutter:stable]">
              {tab === 'timeline' ? (
                <TimelineTab series={series} onOpenCheckpoint={openCheckpoint} />
              ) : (
                <MorningReport
                  id={id}
                  version={`${series.checkpoints} ${series.sessions} ${series.status}`}
                  onOpenCheckpoint={openCheckpoint}
                />
              )}
            </div>
          </Tabs>
        )}
        {panel !== false && (
          <aside
            aria-label={`Checkpoint ${checkpoint}`}
            className={classes(
              'bg-surface',
              alone ? 'min-w-0 flex-1' : 'w-[46%] max-w-5xl shrink-0 border-l border-border',
            )}
          >
            {panel}
          </aside>
        )}
      </div>
    </div>
  )
}
