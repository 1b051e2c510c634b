import { LoaderCircle } from 'lucide-react'
import { classes } from './classes.ts'

/** Something is on its way. It has no words of its own: what stands beside it says what. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={classes('size-3.5 shrink-0 animate-spin', className)} />
}

/** The same with its words, for a whole screen or a part of it. */
export function Loading({ what, className }: { what: string; className?: string }) {
  return (
    <output className={classes('flex items-center justify-center gap-2 p-8 text-muted', className)}>
      <Spinner />
      {what}
    </output>
  )
}
