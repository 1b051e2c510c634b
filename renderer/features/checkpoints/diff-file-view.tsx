import { useState } from 'react'
import { Diff, Hunk } from 'react-diff-view'
import { cleanText } from '../../../contract/text.ts'
import { Button } from '../../ui/button.tsx'
import { Counts } from './diff-counts.tsx'
import { type DiffFile, LARGE_LINES } from './diff-files.ts'
import { cleanHunks } from './diff-hunks.ts'

const CHANGE_WORDS = { add: 'new', delete: 'deleted', modify: '', rename: 'renamed', copy: 'copied' } as const

/** One file of a diff; a large one is drawn when a person asks for it. */
export function DiffFileView({ id, file, look }: { id: string; file: DiffFile; look: 'unified' | 'split' }) {
  const [open, setOpen] = useState(file.lines <= LARGE_LINES)
  const word = CHANGE_WORDS[file.change]
  return (
    <section
      id={id}
      aria-label={cleanText(file.path)}
      className="scroll-mt-2 overflow-hidden rounded-md border border-border"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border bg-surface-2 px-3 py-1.5">
        <h3 className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">
          {file.was !== null && <span className="text-muted">{cleanText(file.was)} → </span>}
          {cleanText(file.path)}
        </h3>
        {word !== '' && <span className="text-sm text-muted">{word}</span>}
        {file.lines > 0 && <Counts file={file} />}
      </header>
      {file.lines === 0 && (
        <p className="px-3 py-2 text-muted">
          {file.binary ? 'A binary file: it is not shown.' : 'No line of it changed.'}
        </p>
      )}
      {file.lines > 0 && !open && (
        <p className="flex items-center gap-3 px-3 py-2 text-muted">
          A large change: {file.lines.toLocaleString('en')} lines.
          <Button size="sm" onClick={() => setOpen(true)}>
            Show it
          </Button>
        </p>
      )}
      {file.lines > 0 && open && (
        <div className="overflow-x-auto">
          <Diff viewType={look} diffType={file.change} hunks={cleanHunks(file.data.hunks)}>
            {(hunks) => hunks.map((hunk) => <Hunk key={hunk.content} hunk={hunk} />)}
          </Diff>
        </div>
      )}
    </section>
  )
}
