import { ExternalLink, Import, SquareTerminal } from 'lucide-react'
import type { ObservedSession } from '../../../contract/observed.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { seriesPath, terminalPath } from '../../app/routes.ts'
import { useBoard } from '../../stores/board.ts'
import { useCanControl } from '../../stores/core.ts'
import { Age } from '../../ui/age.tsx'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { ContextBar } from '../../ui/context-bar.tsx'
import { formatCost, formatCount, formatTime, UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { SESSION_WORDS } from '../../ui/status-words.ts'
import { openAdopt } from '../adopt/adopt-store.ts'
import { Card, Fact, Facts } from '../telemetry/card.tsx'
import { shareWords } from './figures.ts'
import { LOOK_AGAIN_MS } from './look-again.ts'
import { agentName, placeName, placePath, shortId } from './names.ts'
import { SessionRequests } from './session-requests.tsx'
import { useAnswer } from './use-answer.ts'

const STATE_SOURCES: Record<ObservedSession['stateSource'], string> = {
  hooks: 'by its hooks',
  registry: 'by what the agent says of itself',
  process: 'by its process',
  transcript: 'by its transcript',
}

/** One session: what it is, where it can be opened, and its requests. */
export function SessionPanel({ sessionId }: { sessionId: string }) {
  const { value, problem, again } = useAnswer('session.observed', { sessionId, limit: 1 }, LOOK_AGAIN_MS)
  const session = value?.sessions.find((one) => one.sessionId === sessionId) ?? null
  const title = session?.title ?? null
  return (
    <Card
      title={title === null ? `Session ${shortId(sessionId)}` : cleanLine(title, 120)}
      lead={<Links sessionId={sessionId} session={session} />}
    >
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {session !== null && <SessionFacts session={session} />}
      {value !== null && session === null && (
        <p className="text-muted">No transcript of it is known: its figures are from telemetry.</p>
      )}
      <SessionRequests sessionId={sessionId} />
    </Card>
  )
}

function Links({ sessionId, session }: { sessionId: string; session: ObservedSession | null }) {
  const hosted = useBoard((state) => state.sessions.has(sessionId))
  const canControl = useCanControl()
  const seriesId = session?.seriesId ?? null
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {hosted && (
        <a href={hrefOf(terminalPath(sessionId))} className={buttonClasses('secondary', 'sm')}>
          <SquareTerminal aria-hidden />
          Open terminal
        </a>
      )}
      {seriesId !== null && (
        <a href={hrefOf(seriesPath(seriesId))} className={buttonClasses('secondary', 'sm')}>
          <ExternalLink aria-hidden />
          Open series
        </a>
      )}
      {session?.adopt.can === true && (
        <Button size="sm" icon={<Import />} disabled={!canControl} onClick={() => openAdopt(session)}>
          Adopt…
        </Button>
      )}
    </div>
  )
}

function SessionFacts({ session }: { session: ObservedSession }) {
  const { agent, project, state, stateSource, waitingFor, startedAt, lastAt, model, context, forecast } = session
  const { subagents, captured, unattributedUsd, parallel, sessionId, adopt } = session
  return (
    <div className="grid gap-x-8 gap-y-1 @min-[56rem]:grid-cols-3">
      <Facts>
        <Fact name="Id">
          <code className="font-mono text-sm wrap-anywhere">{cleanLine(sessionId)}</code>
        </Fact>
        <Fact name="Agent">
          {agentName(agent)}
          {model !== null && <span className="text-muted">, {cleanLine(model, 80)}</span>}
        </Fact>
        <Fact name="Project">
          <span title={project === null ? undefined : placePath(project)}>
            {project === null ? UNKNOWN : placeName(project)}
          </span>
          {parallel > 0 && (
            <span className="text-waiting">
              , {formatCount(parallel)} other {parallel === 1 ? 'session' : 'sessions'} there now
            </span>
          )}
        </Fact>
      </Facts>
      <Facts>
        <Fact name="State">
          {SESSION_WORDS[state]}
          {waitingFor !== null && `: ${cleanLine(waitingFor, 80)}`}{' '}
          <span className="text-muted">{STATE_SOURCES[stateSource]}</span>
        </Fact>
        <Fact name="Began">{formatTime(startedAt)}</Fact>
        <Fact name="Last line">
          <Age at={lastAt} />
        </Fact>
      </Facts>
      <Facts>
        <Fact name="Context">
          <ContextBar context={context} due={forecast?.due ?? null} soft={null} forecast={forecast} size="md" />
        </Fact>
        <Fact name="Subagents">{formatCount(subagents)}</Fact>
        <Fact name="Unattributed">
          {unattributedUsd === null ? (
            <span className="text-muted">not known: the agent said no total</span>
          ) : unattributedUsd === 0 ? (
            'nothing'
          ) : (
            `${formatCost(unattributedUsd)} of what the agent says`
          )}
        </Fact>
        {!adopt.can && adopt.why !== null && (
          <Fact name="Adopt">
            <span className="text-muted">not now: {cleanLine(adopt.why, 200)}</span>
          </Fact>
        )}
        {captured !== null && <Fact name="Telemetry">told of {shareWords(captured)} of its requests</Fact>}
      </Facts>
    </div>
  )
}
