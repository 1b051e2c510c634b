import { CircleAlert, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { SHORTCUTS, type ShortcutAction, shortcutConflicts, shortcutKeys } from '../../app/shortcut-list.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { isMac } from '../../ui/key-names.ts'
import { SEQUENCE_MS } from '../../ui/key-match.ts'
import { recordPress } from './key-recorder.ts'
import { Part, type SectionProps } from './section.tsx'

const PLACES = [...new Set(SHORTCUTS.map(({ place }) => place))]
const TITLES = new Map<string, string>(SHORTCUTS.map(({ action, title }) => [action, title]))

export function ShortcutsSection({ draft, onChange, disabled }: SectionProps) {
  const [recording, setRecording] = useState<ShortcutAction | null>(null)
  const { shortcuts } = draft
  const keys = shortcutKeys(shortcuts)
  const set = (action: ShortcutAction, next: string): void =>
    onChange({ ...draft, shortcuts: withKeys(shortcuts, action, next) })
  return (
    <>
      {PLACES.map((place, index) => (
        <Part
          key={place}
          title={place}
          action={
            index === 0 && (
              <Button
                size="sm"
                icon={<RotateCcw />}
                disabled={disabled || Object.keys(shortcuts).length === 0}
                onClick={() => onChange({ ...draft, shortcuts: {} })}
              >
                Reset all
              </Button>
            )
          }
        >
          <ul>
            {SHORTCUTS.filter((shortcut) => shortcut.place === place).map(({ action, title, keys: usual }) => (
              <li key={action} className="flex min-h-9 flex-wrap items-center gap-x-2 border-border not-last:border-b">
                <span className="min-w-0 flex-1">{title}</span>
                <Conflicts actions={shortcutConflicts(action, keys)} />
                {recording === action ? (
                  <Recorder
                    onDone={(pressed) => {
                      if (pressed !== null) set(action, pressed)
                      setRecording(null)
                    }}
                  />
                ) : (
                  <>
                    {keys[action] === '' ? <span className="text-muted">off</span> : <Kbd keys={keys[action]} />}
                    <Button
                      size="sm"
                      disabled={disabled}
                      onClick={() => setRecording(action)}
                      aria-label={`Change keys: ${title}`}
                    >
                      Change
                    </Button>
                    <Button
                      size="sm"
                      variant="ghost"
                      disabled={disabled || keys[action] === ''}
                      onClick={() => set(action, '')}
                      aria-label={`Switch off: ${title}`}
                    >
                      Off
                    </Button>
                    <IconButton
                      label={`Reset: ${title}`}
                      icon={<RotateCcw />}
                      disabled={disabled || keys[action] === usual}
                      onClick={() => set(action, usual)}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        </Part>
      ))}
    </>
  )
}

function Conflicts({ actions }: { actions: ShortcutAction[] }) {
  if (actions.length === 0) return null
  return (
    <span className="flex items-center gap-1 text-sm text-failed">
      <CircleAlert aria-hidden className="size-3.5 shrink-0" />
      Same keys as “{actions.map((action) => TITLES.get(action)).join('”, “')}”
    </span>
  )
}

/** Takes the next keys. Null: given up. */
function Recorder({ onDone }: { onDone: (keys: string | null) => void }) {
  const [keys, setKeys] = useState('')
  useEffect(() => {
    if (keys === '') return undefined
    const timer = setTimeout(() => onDone(keys), SEQUENCE_MS)
    return () => clearTimeout(timer)
  }, [keys, onDone])
  return (
    <button
      type="button"
      data-record-keys
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person pressed "Change" to press keys here
      autoFocus
      className="flex h-7 min-w-36 items-center justify-center gap-2 rounded-md border border-accent bg-accent-soft px-2 text-sm"
      onBlur={() => onDone(keys === '' ? null : keys)}
      onKeyDown={(event) => {
        event.preventDefault()
        event.stopPropagation()
        const recorded = recordPress(keys, event, isMac())
        if (recorded.state === 'cancelled') onDone(null)
        else if (recorded.state === 'done') onDone(recorded.keys)
        else setKeys(recorded.keys)
      }}
    >
      {keys === '' ? 'Press the keys; Esc leaves' : <Kbd keys={keys} />}
    </button>
  )
}

/** Keys that are the usual ones are not kept. */
function withKeys(shortcuts: Record<string, string>, action: ShortcutAction, keys: string): Record<string, string> {
  const { [action]: _before, ...rest } = shortcuts
  const usual = SHORTCUTS.find((shortcut) => shortcut.action === action)?.keys
  return keys === usual ? rest : { ...rest, [action]: keys }
}
