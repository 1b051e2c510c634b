import type { TelemetryState } from '../../../contract/telemetry.ts'
import { TelemetrySignal } from '../../../contract/telemetry.ts'
import { formatCount } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { DataTable } from './data-table.tsx'
import { codeWords, outcomesOf } from './telemetry-words.ts'

/** Points by signal and by what became of them. */
export function ReceivedTable({ received }: Pick<TelemetryState, 'received'>) {
  const outcomes = outcomesOf(received)
  return (
    <Card title="What came">
      <DataTable
        caption="Points by signal and outcome"
        headings={[{ title: 'Signal' }, ...outcomes.map((outcome) => ({ title: codeWords(outcome), right: true }))]}
      >
        {TelemetrySignal.options.map((signal) => (
          <tr key={signal}>
            <th scope="row">{signal}</th>
            {outcomes.map((outcome) => (
              <td key={outcome} className="text-right">
                {formatCount(received[signal][outcome] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </DataTable>
    </Card>
  )
}
