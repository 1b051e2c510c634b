import { useState } from 'react'
import type { ModelComparison } from '../../../contract/ledger.ts'
import { UNATTRIBUTED_MODEL } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { classes } from '../../ui/classes.ts'
import { formatCost, formatCount, formatTokens, UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { Card } from '../telemetry/card.tsx'
import { DataTable } from '../telemetry/data-table.tsx'
import { addressPath, type UsageAddress } from './address.ts'
import type { DayRange } from './days.ts'
import { costWords, shareWords, tokensOf, unpricedWords } from './figures.ts'
import { agentName } from './names.ts'
import { useAnswer } from './use-answer.ts'

/** It reads session by session where series are: not as often as sums. ms */
const LOOK_AGAIN_MS = 60_000

const MEASURES = {
  cost: { title: 'Cost', of: (one: ModelComparison) => one.costUsd },
  'cost-per-task': { title: 'Cost per task', of: (one: ModelComparison) => one.costPerTask },
  'cost-per-turn': { title: 'Cost per turn', of: (one: ModelComparison) => one.costPerTurn },
  'cache-share': { title: 'Cache share', of: (one: ModelComparison) => one.cacheShare },
} as const
type Measure = keyof typeof MEASURES

const HEADINGS = [
  { title: 'Model' },
  { title: 'Agent' },
  { title: 'Cost', right: true },
  { title: 'Requests', right: true },
  { title: 'Turns', right: true },
  { title: 'Tokens', right: true },
  { title: 'Cache share', right: true },
  { title: 'Cost per turn', right: true },
  { title: 'Tokens per turn', right: true },
  { title: 'Tasks done', right: true },
  { title: 'Cost per task', right: true },
]

/** Models of all agents side by side. */
export function ModelsPart({ address, range }: { address: UsageAddress; range: DayRange }) {
  const [measure, setMeasure] = useState<Measure>('cost')
  const { value, problem, stale, again } = useAnswer('usage.models', { ...range }, LOOK_AGAIN_MS)
  if (value === null) {
    return problem === null ? <Loading what="Comparing models…" /> : <ProblemView problem={problem} retry={again} />
  }
  const { of } = MEASURES[measure]
  const models = value.toSorted((a, b) => (of(b) ?? -1) - (of(a) ?? -1))
  return (
    <Card
      title="Models side by side"
      lead={
        <Segmented
          label="Largest first by"
          value={measure}
          options={Object.entries(MEASURES).map(([name, { title }]) => ({ value: name as Measure, title }))}
          onChange={setMeasure}
        />
      }
    >
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {models.length === 0 ? (
        <p className="text-muted">No model answered in these days.</p>
      ) : (
        <div aria-busy={stale} className={classes('transition-opacity', stale && 'opacity-60')}>
          <DataTable caption="Figures of each model" headings={HEADINGS} least="min-w-[64rem]">
            {models.map((model) => (
              <Row key={`${model.agent} ${model.model}`} model={model} address={address} />
            ))}
          </DataTable>
        </div>
      )}
      <p className="text-sm text-muted text-pretty">
        Tasks are those that sessions of your series ticked while the model did most of their work; “{UNKNOWN}” where it
        worked in no series, or nothing is known to divide by. What a session of another kind achieved nobody measures:
        compare like with like.
      </p>
    </Card>
  )
}

function Row({ model, address }: { model: ModelComparison; address: UsageAddress }) {
  const to = addressPath({
    ...address,
    part: 'overview',
    by: 'project',
    trail: [
      { dimension: 'agent', value: model.agent },
      { dimension: 'model', value: model.model },
    ],
  })
  return (
    <tr className="[&>td:nth-child(n+3)]:text-right [&>td]:whitespace-nowrap">
      <th scope="row">
        <a href={hrefOf(to)} className="rounded text-accent underline underline-offset-2">
          {model.model === UNATTRIBUTED_MODEL ? 'Unattributed' : cleanLine(model.model, 80)}
        </a>
      </th>
      <td>{agentName(model.agent)}</td>
      <td title={model.unpriced > 0 ? unpricedWords(model.unpriced) : undefined}>{costWords(model)}</td>
      <td>{formatCount(model.requests)}</td>
      <td>{formatCount(model.turns)}</td>
      <td>{formatTokens(tokensOf(model.tokens))}</td>
      <td>{shareWords(model.cacheShare)}</td>
      <td>{formatCost(model.costPerTurn)}</td>
      <td>{formatTokens(model.tokensPerTurn)}</td>
      <td>{formatCount(model.tasksDone)}</td>
      <td>{formatCost(model.costPerTask)}</td>
    </tr>
  )
}
