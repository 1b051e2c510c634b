import { ChartNoAxesCombined } from 'lucide-react'
import { useState } from 'react'
import type { SeriesView } from '../../../contract/series.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Progress } from '../../ui/progress.tsx'
import { LanesTable } from './lanes-table.tsx'
import { TimelineView } from './timeline-view.tsx'
import { useSize } from './use-size.ts'
import { useTimeline } from './use-timeline.ts'

/** CSS pixels of the context plot: a share of the room, never too low to read nor so high that the list is gone. */
const PLOT = { share: 0.36, least: 170, most: 560 }

export interface TimelineTabProps {
  series: SeriesView
  onOpenCheckpoint: (n: number) => void
}

export function TimelineTab({ series, onOpenCheckpoint }: TimelineTabProps) {
  const { timeline, problem, retry } = useTimeline(series.id, series.sessions)
  const [reveal, setReveal] = useState<{ at: number } | null>(null)
  const [sizeRef, size] = useSize()
  const height = Math.round(Math.min(PLOT.most, Math.max(PLOT.least, (size?.height ?? 600) * PLOT.share)))
  return (
    <div ref={sizeRef} className="flex h-full flex-col gap-2 pb-3">
      {problem !== null && <ProblemView problem={problem} retry={retry} />}
      {timeline === null && problem === null && <Progress label="Reading the timeline…" value={null} />}
      {timeline !== null && timeline.lanes.length === 0 && (
        <EmptyState icon={<ChartNoAxesCombined />} title="No session yet" command={`baton series ${series.id}`}>
          When the first session starts, its context rises here to the due point, with a checkpoint at each handover and
          the cost beneath.
        </EmptyState>
      )}
      {timeline !== null && timeline.lanes.length > 0 && (
        <>
          <TimelineView timeline={timeline} height={height} onOpenCheckpoint={onOpenCheckpoint} reveal={reveal} />
          <LanesTable timeline={timeline} onOpenCheckpoint={onOpenCheckpoint} onReveal={(at) => setReveal({ at })} />
        </>
      )}
    </div>
  )
}
