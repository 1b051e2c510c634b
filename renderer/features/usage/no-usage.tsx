import { ChartColumn, FolderCheck, FolderX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ScanState } from '../../../contract/observed.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/format.ts'
import { AGENTS } from '../telemetry/telemetry-words.ts'

/** There is no session at all: where they are looked for, and how the first one comes. */
export function NoUsage({ scan }: { scan: ScanState | null }) {
  return (
    <EmptyState
      icon={<ChartColumn />}
      title="No session was found yet"
      command="baton usage"
      action={
        <a href={hrefOf(settingsPath('usage'))} className={buttonClasses('secondary')}>
          Add another folder
        </a>
      }
    >
      <p>
        Use Claude Code, Codex CLI or Gemini CLI on this machine: what each session used and cost is read from its
        transcript and shown here, whether Baton hosts it or not.
      </p>
      {scan !== null && scan.roots.length > 0 && (
        <ul aria-label="Folders that are looked through" className="mt-4 grid gap-1 text-left">
          {scan.roots.map(({ agent, path, there, files }) => (
            <Root key={`${agent} ${path}`} icon={there ? <FolderCheck /> : <FolderX />}>
              <span className="whitespace-nowrap text-text">{AGENTS[agent]}</span>
              <code className="font-mono text-sm wrap-anywhere">{cleanLine(path, 300)}</code>
              <span className="ml-auto whitespace-nowrap">
                {there ? `${formatCount(files)} ${files === 1 ? 'transcript' : 'transcripts'}` : 'not there'}
              </span>
            </Root>
          ))}
        </ul>
      )}
    </EmptyState>
  )
}

function Root({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-baseline gap-2 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:translate-y-0.5">
      {icon}
      {children}
    </li>
  )
}

/** There are sessions, but none here. */
export function NothingHere({ showAll }: { showAll: ReactNode }) {
  return (
    <EmptyState icon={<ChartColumn />} title="Nothing in these days" action={showAll}>
      No request of an agent fits the days and what they are narrowed to.
    </EmptyState>
  )
}
