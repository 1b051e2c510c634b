import type { ForwardView } from '../../../contract/telemetry.ts'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { Age } from '../../ui/age.tsx'
import { formatBytes, formatCount, oneUnit } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { useNowText } from '../../ui/use-now.ts'
import { Card, Fact, Facts } from './card.tsx'
import { Counts } from './counts.tsx'
import { ForwardPill } from './state-pill.tsx'

/** How far what was received got on its way to the endpoint of the settings. */
export function ForwardCard({ forward }: { forward: ForwardView | null }) {
  if (forward === null) {
    return (
      <Card title="Forwarding">
        <p className="text-muted text-pretty">
          Nothing is sent on. A collector of your team, or a service that takes OTLP, can be set in the{' '}
          <a className="text-accent underline underline-offset-2" href={hrefOf(settingsPath('telemetry'))}>
            settings
          </a>
          .
        </p>
      </Card>
    )
  }
  const { endpoint, state, queued, sent, dropped, rejectedPoints = 0, nextTryAt, problem } = forward
  return (
    <Card title="Forwarding" lead={<ForwardPill state={state} />}>
      {problem !== null && <ProblemView problem={problem} />}
      <Facts>
        <Fact name="To">
          <code className="font-mono text-sm">{endpoint}</code>
        </Fact>
        <Fact name="Sent">{formatCount(sent)}</Fact>
        <Fact name="Waits">
          {formatCount(queued.requests)} ({formatBytes(queued.bytes)})
          {queued.oldestAt !== null && (
            <>
              , the oldest from <Age at={queued.oldestAt} />
            </>
          )}
        </Fact>
        <Fact name="Let go of">
          <Counts counts={dropped} none="none" />
        </Fact>
        {rejectedPoints > 0 && <Fact name="Refused there">{formatCount(rejectedPoints)} points</Fact>}
        {nextTryAt !== null && (
          <Fact name="Next try">
            <In at={nextTryAt} />
          </Fact>
        )}
      </Facts>
    </Card>
  )
}

/** How long until then: "in 24 s". */
function In({ at }: { at: string }) {
  return useNowText((now) => (Date.parse(at) <= now ? 'now' : `in ${oneUnit(Date.parse(at) - now)}`))
}
