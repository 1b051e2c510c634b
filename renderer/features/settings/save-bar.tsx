import { TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'

export interface SaveBarProps {
  dirty: boolean
  /** How many fields are wrong. */
  wrong: number
  /** Someone else changed the settings meanwhile. */
  behind: boolean
  busy: boolean
  onSave: () => void
  onDiscard: () => void
  onKeepMine: () => void
}

/** Below the settings while something is edited. */
export function SaveBar({ dirty, wrong, behind, busy, onSave, onDiscard, onKeepMine }: SaveBarProps) {
  const keys = useShortcutKeys('save')
  if (!dirty) return null
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-t border-border bg-surface px-4 py-2.5">
      <p className="min-w-0 flex-1" aria-live="polite">
        {behind ? (
          <span className="flex gap-1.5">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
            The settings were changed elsewhere while you edited them.
          </span>
        ) : (
          <span className={wrong > 0 ? 'text-failed' : 'text-muted'}>
            {wrong === 0
              ? 'Not saved yet.'
              : wrong === 1
                ? 'One field needs another value.'
                : `${wrong} fields need another value.`}
          </span>
        )}
      </p>
      <Button onClick={onDiscard} disabled={busy}>
        {behind ? 'Take theirs' : 'Discard'}
      </Button>
      {behind ? (
        <Button variant="primary" onClick={onKeepMine}>
          Keep my changes
        </Button>
      ) : (
        <Button variant="primary" onClick={onSave} busy={busy} disabled={wrong > 0}>
          Save
          {keys !== '' && <Kbd keys={keys} />}
        </Button>
      )}
    </div>
  )
}
