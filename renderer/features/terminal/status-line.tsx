import { Activity, CircleHelp, CircleStop, Hand, Moon, RefreshCw, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SeriesView, SessionState } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { seriesPath } from '../../app/routes.ts'
import { hrefOf } from '../../app/navigate.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { ContextBar } from '../../ui/context-bar.tsx'
import { classes } from '../../ui/classes.ts'
import { ForecastText } from '../../ui/forecast-text.tsx'
import { formatCost } from '../../ui/format.ts'
import { GapBadge } from '../../ui/gap-badge.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import { LoopControls } from '../series/loop-controls.tsx'
import { PaneMenu } from './pane-menu.tsx'
import type { Subject } from './pane-subject.ts'
import type { PaneState, PaneTerminal } from './pane-terminal.ts'
import { PaneNoteLine } from './pane-note-line.tsx'
import { type PaneNote, stateOf } from './pane-words.ts'

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
  /** Of the tab; no other has it. */
  name: string
  /** It takes the place of figures that are on other screens, too. */
  note: PaneNote | null
}

/** State, context, model and cost of the session on the screen, and its loop's controls. */
export function StatusLine({ terminal, state, subject, name, note }: StatusLineProps) {
  const { series, session, present } = subject
  const searchKeys = useShortcutKeys('terminal-search')
  const context = {
    context: session?.context ?? null,
    due: present ? (series?.due ?? null) : null,
    soft: present ? (series?.soft ?? null) : null,
  }
  const forecast = present ? (session?.forecast ?? null) : null
  const program = cleanLine(state.programTitle || state.title, 120)
  return (
    <section
      aria-label={`Status of ${name}`}
      className="flex h-9 shrink-0 items-center gap-3 border-t border-border px-2.5 text-sm"
    >
      <State state={stateOf(session, state)} />
      <Tooltip content={program === '' ? subject.label : program}>
        <span className="max-w-56 min-w-20 shrink truncate font-medium">
          {series === null ? subject.label : <a href={hrefOf(seriesPath(series.id))}>{subject.label}</a>}
        </span>
      </Tooltip>
      {session !== null && (
        <>
          <Fact label="Session" from={note === null ? 'wide' : 'vast'}>
            Session {session.n}
            {series !== null && present && series.sessions > session.n && ` of ${series.sessions}`}
          </Fact>
          {note === null && (
            <ContextBar {...context} forecast={forecast} size="md" className="w-52 shrink-0 @max-2xl:hidden" />
          )}
          <ContextBar {...context} size="sm" className={classes('w-24 shrink-0', note === null && '@2xl:hidden')} />
          {note === null && <ForecastText forecast={forecast} className="min-w-0 truncate @max-6xl:hidden" />}
          {note === null && (
            <>
              <Fact label="Model" from="widest">
                {session.model === null ? 'model unknown' : cleanLine(session.model, 40)}
              </Fact>
              <Fact label="Cost of this session" from="middle">
                {formatCost(session.costUsd)}
              </Fact>
            </>
          )}
          <GapBadge session={session} short className={note === null ? '@max-lg:hidden' : '@max-4xl:hidden'} />
        </>
      )}
      {series !== null && note === null && (
        <Fact label="Checkpoints" from="widest">
          {series.checkpoints === 1 ? '1 checkpoint' : `${series.checkpoints} checkpoints`}
        </Fact>
      )}
      {note !== null && <PaneNoteLine note={note} terminal={terminal} inline />}
      <span className="ml-auto flex shrink-0 items-center gap-1">
        {series !== null && present && <Loop series={series} />}
        <IconButton
          label="Search"
          keys={searchKeys}
          icon={<Search />}
          onClick={() => terminal.setSearching(true)}
          aria-pressed={state.searching}
        />
        <PaneMenu terminal={terminal} />
      </span>
    </section>
  )
}

/** The loop's controls; behind one button where the pane is narrow. */
function Loop({ series }: { series: SeriesView }) {
  return (
    <>
      <span className="@max-xl:hidden">
        <LoopControls series={series} compact shortcuts={false} />
      </span>
      <span className="@xl:hidden">
        <Popover
          title="Loop"
          className="w-72 p-2"
          trigger={
            <button type="button" aria-label="Loop" className={classes(buttonClasses('ghost', 'sm'), 'w-7 px-0!')}>
              <RefreshCw />
            </button>
          }
        >
          <LoopControls series={series} shortcuts={false} />
        </Popover>
      </span>
    </>
  )
}

function State({ state: { state, words } }: { state: { state: SessionState; words: string } }) {
  const { icon: Icon, color } = STATES[state]
  return (
    <span className={classes('inline-flex shrink-0 items-center gap-1 font-medium', color)}>
      <Icon aria-hidden className="size-3.5" />
      <span className="@max-md:sr-only">{words}</span>
    </span>
  )
}

/** How wide a pane must be for a fact to be shown. */
const FROM = { middle: '@max-lg:hidden', wide: '@max-2xl:hidden', widest: '@max-4xl:hidden', vast: '@max-6xl:hidden' }

function Fact({ label, from, children }: { label: string; from: keyof typeof FROM; children: ReactNode }) {
  return (
    <Tooltip content={label}>
      <span className={classes('shrink-0 text-muted', FROM[from])}>{children}</span>
    </Tooltip>
  )
}
