import { Activity, CircleDashed, CircleHelp, CircleStop, Hand, Moon, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SessionState } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { seriesPath } from '../../app/routes.ts'
import { hrefOf } from '../../app/navigate.ts'
import { ContextBar } from '../../ui/context-bar.tsx'
import { classes } from '../../ui/classes.ts'
import { formatCost } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import { LoopControls } from '../series/loop-controls.tsx'
import { PaneMenu } from './pane-menu.tsx'
import type { Subject } from './pane-subject.ts'
import type { PaneState, PaneTerminal } from './pane-terminal.ts'
import { stateOf } from './pane-words.ts'

const STATES: Record<SessionState, { icon: typeof Moon; color: string }> = {
  busy: { icon: Activity, color: 'text-running' },
  idle: { icon: Moon, color: 'text-paused' },
  waiting: { icon: Hand, color: 'text-attention' },
  ended: { icon: CircleStop, color: 'text-stopped' },
  unknown: { icon: CircleHelp, color: 'text-muted' },
}

interface StatusLineProps {
  terminal: PaneTerminal
  state: PaneState
  subject: Subject
}

/** State, context, model and cost of the session on the screen, and its loop's controls. */
export function StatusLine({ terminal, state, subject }: StatusLineProps) {
  const { series, session, present } = subject
  const searchKeys = useShortcutKeys('terminal-search')
  const program = cleanLine(state.programTitle || state.title, 120)
  return (
    <footer
      aria-label="Status"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-border px-2.5 py-0.5 text-sm"
    >
      <State state={stateOf(session, state)} />
      <Tooltip content={program === '' ? subject.label : program}>
        <span className="min-w-0 max-w-56 shrink truncate font-medium">
          {series === null ? subject.label : <a href={hrefOf(seriesPath(series.id))}>{subject.label}</a>}
        </span>
      </Tooltip>
      {session !== null && (
        <>
          <Fact label="Session" wide={false}>
            Session {session.n}
            {series !== null && present && series.sessions > session.n && ` of ${series.sessions}`}
          </Fact>
          <ContextBar
            context={session.context}
            due={present ? (series?.due ?? null) : null}
            soft={present ? (series?.soft ?? null) : null}
            size="md"
            className="w-56 shrink-0 @max-xl:w-40"
          />
          <Fact label="Model" wide>
            {session.model === null ? 'model unknown' : cleanLine(session.model, 40)}
          </Fact>
          <Fact label="Cost of this session" wide={false}>
            {formatCost(session.costUsd)}
          </Fact>
        </>
      )}
      {series !== null && (
        <Fact label="Checkpoints" wide>
          {series.checkpoints === 1 ? '1 checkpoint' : `${series.checkpoints} checkpoints`}
        </Fact>
      )}
      <span className="ml-auto flex items-center gap-1">
        {series !== null && present && <LoopControls series={series} compact shortcuts={false} />}
        <IconButton
          label="Search"
          keys={searchKeys}
          icon={<Search />}
          onClick={() => terminal.setSearching(true)}
          aria-pressed={state.searching}
        />
        <PaneMenu terminal={terminal} />
      </span>
    </footer>
  )
}

function State({ state: { state, words } }: { state: { state: SessionState; words: string } }) {
  const { icon: Icon, color } = STATES[state] ?? { icon: CircleDashed, color: 'text-muted' }
  return (
    <span className={classes('inline-flex shrink-0 items-center gap-1 font-medium', color)}>
      <Icon aria-hidden className="size-3.5" />
      {words}
    </span>
  )
}

/** `wide`: only where the pane has room. */
function Fact({ label, wide, children }: { label: string; wide: boolean; children: ReactNode }) {
  return (
    <Tooltip content={label}>
      <span className={classes('shrink-0 text-muted', wide && '@max-3xl:hidden')}>{children}</span>
    </Tooltip>
  )
}
