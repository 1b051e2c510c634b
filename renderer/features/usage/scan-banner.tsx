import { ChevronRight, TriangleAlert } from 'lucide-react'
import type { ScanState } from '../../../contract/observed.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { runCommand } from '../../stores/commands.ts'
import { useCanControl } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'

/** What is to be known of the reading of transcripts: that the first one runs, that it is off, that something could not be read. */
export function ScanBanner({ scan }: { scan: ScanState }) {
  const { phase, files, bytes } = scan
  return (
    <>
      {phase === 'first' && (
        <div className="border-b border-border bg-accent-soft px-4 py-2">
          <Progress
            label={progressWords(scan)}
            value={bytes.total === 0 ? null : bytes.done}
            max={Math.max(1, bytes.total)}
          />
          <p className="sr-only" aria-live="polite">
            {files.total === 0 ? 'Looking for transcripts' : ''}
          </p>
        </div>
      )}
      {phase === 'off' && (
        <p className="border-b border-border bg-surface-2 px-4 py-1.5 text-sm">
          Only sessions that Baton hosts are counted: other transcripts are not read.{' '}
          <a href={hrefOf(settingsPath('usage'))} className="text-accent underline underline-offset-2">
            Open the settings
          </a>
        </p>
      )}
      {scan.problemCount > 0 && <Problems scan={scan} />}
    </>
  )
}

export function progressWords({ files, bytes }: Pick<ScanState, 'files' | 'bytes'>): string {
  if (files.total === 0) return 'Looking for transcripts…'
  const done = `${formatCount(files.done)} of ${formatCount(files.total)} files`
  return `Reading transcripts for the first time: ${done}, ${formatBytes(bytes.done)} of ${formatBytes(bytes.total)}. Figures grow until it is done.`
}

function Problems({ scan: { problems, problemCount } }: { scan: ScanState }) {
  const canControl = useCanControl()
  const more = problemCount - problems.length
  return (
    <details className="group border-b border-border bg-waiting/8 px-4 py-1.5 text-sm">
      <summary className="flex items-center gap-2">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open:rotate-90" />
        <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-waiting" />
        {formatCount(problemCount)} {problemCount === 1 ? 'file or folder' : 'files or folders'} could not be read: what
        stands in {problemCount === 1 ? 'it' : 'them'} is missing here.
      </summary>
      <div className="grid gap-2 py-2 pl-5.5">
        <ul className="grid gap-1">
          {problems.map(({ path, why }) => (
            <li key={path} className="wrap-anywhere">
              <code className="font-mono">{cleanLine(path, 500)}</code>
              <span className="text-muted">: {cleanLine(why, 300)}</span>
            </li>
          ))}
        </ul>
        {more > 0 && <p className="text-muted">And {formatCount(more)} more, see the log.</p>}
        <p>
          Let the user that Baton runs as read {problemCount === 1 ? 'it' : 'them'}, or take the folder out of the{' '}
          <a href={hrefOf(settingsPath('usage'))} className="text-accent underline underline-offset-2">
            settings
          </a>
          ; what has changed is tried again by itself.
        </p>
        <Button
          size="sm"
          className="justify-self-start"
          disabled={!canControl}
          onClick={() => void runCommand('scan.look', {}, { pending: 'Looking through every folder…' })}
        >
          Look again now
        </Button>
      </div>
    </details>
  )
}
