import { GitCompare } from 'lucide-react'
import { useMemo, useState } from 'react'
import { cleanText } from '../../../contract/text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Counts } from './diff-counts.tsx'
import { DiffFileView } from './diff-file-view.tsx'
import { diffFiles, diffWords, type DiffFile } from './diff-files.ts'
import { useAsked } from './use-asked.ts'
import './diff.css'

/** Files that are drawn; a person can do nothing with more, and the page would stand still. */
const MOST_FILES = 300

type Against = 'previous' | 'now'
type Look = 'unified' | 'split'

export interface CheckpointChangesProps {
  seriesId: string
  n: number
  previous: number | null
  diffstat: string[]
}

/** What changed since the checkpoint before, or since this one until now. */
export function CheckpointChanges({ seriesId, n, previous, diffstat }: CheckpointChangesProps) {
  const [against, setAgainst] = useState<Against>('previous')
  const [look, setLook] = useState<Look>('unified')
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Compare"
          options={[
            { value: 'previous', title: previous === null ? 'From the beginning' : `From checkpoint ${previous}` },
            { value: 'now', title: 'To now' },
          ]}
          value={against}
          onChange={setAgainst}
        />
        <span className="ml-auto">
          <Segmented
            label="Look"
            options={[
              { value: 'unified', title: 'Unified' },
              { value: 'split', title: 'Split' },
            ]}
            value={look}
            onChange={setLook}
          />
        </span>
      </div>
      {/* Made anew for the other side: what was shown before would be read as its answer. */}
      <Comparison key={against} seriesId={seriesId} n={n} against={against} look={look} />
      {against === 'previous' && diffstat.length > 0 && (
        <details>
          <summary className="text-muted">git diff --stat</summary>
          <pre className="mt-1 overflow-x-auto rounded border border-border bg-bg p-2 font-mono text-sm">
            {cleanText(diffstat.join('\n'))}
          </pre>
        </details>
      )}
    </div>
  )
}

function Comparison({ seriesId, n, against, look }: { seriesId: string; n: number; against: Against; look: Look }) {
  const diff = useAsked(
    'checkpoint.diff',
    { seriesId, n, ...(against === 'now' ? { against } : {}) },
    `${seriesId} ${n} ${against}`,
  )
  const text = diff.value?.text
  const files = useMemo(() => (text === undefined ? null : diffFiles(text)), [text])
  if (diff.problem !== null) return <ProblemView problem={diff.problem} retry={diff.retry} />
  if (diff.value === null) return <Progress label="Comparing…" value={null} />
  return <Files files={files} text={diff.value.text} look={look} />
}

function Files({ files, text, look }: { files: DiffFile[] | null; text: string; look: Look }) {
  if (files === null) {
    return <pre className="overflow-x-auto font-mono text-sm whitespace-pre-wrap">{cleanText(text)}</pre>
  }
  if (files.length === 0) {
    return (
      <EmptyState icon={<GitCompare />} title="Nothing changed">
        Both sides hold the same files.
      </EmptyState>
    )
  }
  const shown = files.slice(0, MOST_FILES)
  return (
    <>
      <nav aria-label="Changed files" className="rounded-md border border-border">
        <p className="border-b border-border px-3 py-1.5 text-sm text-muted">{diffWords(files)}</p>
        <ul className="max-h-48 overflow-y-auto py-1">
          {shown.map((file, index) => (
            <li key={file.key}>
              <button
                type="button"
                onClick={() => document.getElementById(`diff-${index}`)?.scrollIntoView({ block: 'start' })}
                className="flex min-h-6 w-full items-baseline gap-3 px-3 py-0.5 text-left hover:bg-surface-2"
              >
                <span className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{cleanText(file.path)}</span>
                <Counts file={file} />
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {shown.map((file, index) => (
        <DiffFileView key={file.key} id={`diff-${index}`} file={file} look={look} />
      ))}
      {files.length > shown.length && (
        <p className="text-muted">{files.length - shown.length} more files are not shown here; see them with git.</p>
      )}
    </>
  )
}
