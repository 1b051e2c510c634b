import {
  CircleAlert,
  Cog,
  Flag,
  FlagTriangleRight,
  Gauge,
  Hourglass,
  type LucideIcon,
  PackageOpen,
  RotateCcw,
  SlidersHorizontal,
  TriangleAlert,
  Undo2,
} from 'lucide-react'
import type { TimelineMark } from '../../../contract/timeline.ts'

const ICONS: Record<TimelineMark['kind'], { icon: LucideIcon; colour: string }> = {
  attention: { icon: CircleAlert, colour: 'text-attention' },
  rejected: { icon: Undo2, colour: 'text-attention' },
  finished: { icon: FlagTriangleRight, colour: 'text-done' },
  checkpoint: { icon: Flag, colour: 'text-done' },
  waiting: { icon: Hourglass, colour: 'text-waiting' },
  resumed: { icon: RotateCcw, colour: 'text-accent' },
  policy: { icon: SlidersHorizontal, colour: 'text-muted' },
  pickup: { icon: PackageOpen, colour: 'text-muted' },
  due: { icon: TriangleAlert, colour: 'text-attention' },
  soft: { icon: Gauge, colour: 'text-waiting' },
}

/** The sign of a mark. A checkpoint that Baton wrote itself is a cog: not what the agent said. */
export function MarkIcon({ mark, className = '' }: { mark: TimelineMark; className?: string }) {
  const { icon: Icon, colour } = ICONS[mark.kind]
  const Shown = mark.kind === 'checkpoint' && mark.handover === 'mechanical' ? Cog : Icon
  return <Shown aria-hidden className={`${colour} ${className}`} />
}
