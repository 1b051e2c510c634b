import { Progress as Base } from '@base-ui/react/progress'

/** `value` of `max`, or null: nobody knows how far it is. */
export function Progress({ label, value, max = 100 }: { label: string; value: number | null; max?: number }) {
  return (
    <Base.Root value={value} max={max} className="grid gap-1">
      <Base.Label className="text-sm text-muted">{label}</Base.Label>
      <Base.Track className="h-1 overflow-hidden rounded-full bg-surface-3">
        <Base.Indicator className="h-full bg-accent transition-[width] data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
      </Base.Track>
    </Base.Root>
  )
}
