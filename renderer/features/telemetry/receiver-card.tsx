import type { ReceiverView } from '../../../contract/telemetry.ts'
import { formatBytes, UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { CopyButton } from '../checkpoints/copy-button.tsx'
import { Card, Fact, Facts } from './card.tsx'
import { Counts } from './counts.tsx'
import { ReceiverPill } from './state-pill.tsx'

const TITLES = { http: 'OTLP over HTTP', grpc: 'OTLP over gRPC' }

/** One of the two ports: where it listens, what is wrong with it, how it answered. */
export function ReceiverCard({ receiver }: { receiver: ReceiverView }) {
  const { protocol, state, port, problem, requests, bytes } = receiver
  const address = port === null ? null : `http://127.0.0.1:${port}`
  return (
    <Card title={TITLES[protocol]} lead={<ReceiverPill state={state} />}>
      {problem !== null && <ProblemView problem={problem} />}
      <Facts>
        <Fact name="Address">
          {address === null ? (
            UNKNOWN
          ) : (
            <span className="-my-1 flex items-center gap-1">
              <code className="font-mono text-sm">{address}</code>
              <CopyButton text={address} label={`Copy the address of ${TITLES[protocol]}`} />
            </span>
          )}
        </Fact>
        <Fact name="Requests">
          <Counts counts={requests} none="none yet" />
        </Fact>
        <Fact name="Received">{formatBytes(bytes)}</Fact>
      </Facts>
    </Card>
  )
}
