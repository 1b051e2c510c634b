import { keyNames } from './key-names.ts'

/** The keys of a shortcut, drawn as keys. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {keyNames(keys).map((chord, index) => (
        <span key={`${index} ${chord.join('+')}`} className="inline-flex items-center gap-0.5">
          {chord.map((key) => (
            <kbd
              key={key}
              className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded border border-border bg-surface-2 px-1 font-sans text-xs text-muted"
            >
              {key}
            </kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
