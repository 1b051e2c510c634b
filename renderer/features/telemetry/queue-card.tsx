import type { TelemetryState } from '../../../contract/telemetry.ts'
import { Age } from '../../ui/age.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { Card, Fact, Facts } from './card.tsx'

/** What waits to be stored, and what went wrong last. */
export function QueueCard({ state: { queue, lastError, since } }: { state: TelemetryState }) {
  return (
    <Card title="Queue">
      <Facts>
        <Fact name="Waits">
          {formatCount(queue.requests)} {queue.requests === 1 ? 'request' : 'requests'} ({formatBytes(queue.bytes)})
        </Fact>
        <Fact name="Last error">
          {lastError === null ? (
            <span className="text-muted">none</span>
          ) : (
            <>
              <Age at={lastError.at} className="text-muted" />
              <AgentText block text={lastError.what} />
            </>
          )}
        </Fact>
        <Fact name="Counts since">
          <Age at={since} />
        </Fact>
      </Facts>
    </Card>
  )
}
