import type { UnknownName } from '../../../contract/telemetry.ts'
import { Age } from '../../ui/age.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { formatCount } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { DataTable } from './data-table.tsx'
import { AGENTS } from './telemetry-words.ts'

const HEADINGS = [
  { title: 'Name' },
  { title: 'Agent' },
  { title: 'Signal' },
  { title: 'Points', right: true },
  { title: 'Last heard', right: true },
]

/** Names that this version of Baton does not know: kept and counted all the same. */
export function UnknownNames({ names }: { names: readonly UnknownName[] }) {
  return (
    <Card title="Unknown names">
      <p className="text-muted">
        {names.length === 0
          ? 'Every name that came is known.'
          : 'Kept and counted, and used for nothing. An agent newer than this version of Baton sends such.'}
      </p>
      {names.length > 0 && (
        <DataTable caption="Names that are unknown" headings={HEADINGS}>
          {names.map(({ agent, signal, name, count, lastAt }) => (
            <tr key={`${agent} ${signal} ${name}`}>
              <th scope="row" className="max-w-96">
                <AgentText text={name} className="block font-mono text-sm" />
              </th>
              <td className="whitespace-nowrap">{AGENTS[agent]}</td>
              <td>{signal}</td>
              <td className="text-right">{formatCount(count)}</td>
              <td className="text-right whitespace-nowrap text-muted">
                <Age at={lastAt} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Card>
  )
}
