import { Flag, Radio, ZoomIn, ZoomOut, Maximize2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ZOOM_STEP } from './timeline-keys.ts'
import { isWhole, type Span, type Viewport, wholeOf, zoomed } from './viewport.ts'

export interface TimelineToolbarProps {
  view: Viewport
  domain: Span
  /** A session lives: the timeline grows. */
  running: boolean
  onView: (view: Viewport) => void
  onLive: () => void
}

/** What the lines mean, and the zoom. */
export function TimelineToolbar({ view, domain, running, onView, onLive }: TimelineToolbarProps) {
  const middle = (view.from + view.to) / 2
  const zoom = (factor: number) => onView(zoomed(view, domain, factor, middle))
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
      <h2 className="font-medium text-text">Context, tokens</h2>
      <Key sign={<span className="w-4 border-t border-dashed border-fill-soft" />}>soft point</Key>
      <Key sign={<span className="w-4 border-t border-fill-due" />}>due</Key>
      <Key sign={<Flag aria-hidden className="size-3 text-done" />}>checkpoint</Key>
      <Key sign={<span className="hatched size-3 rounded-sm border border-border" />}>wait</Key>
      <div className="ml-auto flex items-center gap-1">
        <IconButton
          label="Zoom out"
          keys="-"
          icon={<ZoomOut />}
          disabled={isWhole(view, domain)}
          onClick={() => zoom(1 / ZOOM_STEP)}
        />
        <IconButton label="Zoom in" keys="+" icon={<ZoomIn />} onClick={() => zoom(ZOOM_STEP)} />
        <IconButton
          label="Show the whole"
          keys="0"
          icon={<Maximize2 />}
          disabled={isWhole(view, domain)}
          onClick={() => onView(wholeOf(domain))}
        />
        <Button
          size="sm"
          icon={<Radio />}
          aria-pressed={view.live && running}
          disabled={!running}
          title={running ? 'Follow what happens now' : 'No session works now'}
          className={view.live && running ? 'border-accent! text-accent!' : ''}
          onClick={onLive}
        >
          Live
        </Button>
      </div>
    </div>
  )
}

function Key({ sign, children }: { sign: React.ReactNode; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {sign}
      {children}
    </span>
  )
}
