import { useCallback, useEffect, useState } from 'react'
import type { SeriesEconomy } from '../../../contract/analytics.ts'
import { economyWords, signedCost } from '../../../contract/economy-words.ts'
import type { Problem } from '../../../contract/problem.ts'
import { core } from '../../stores/core.ts'
import { formatCost, formatTime, formatTokens } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { DataTable } from '../telemetry/data-table.tsx'

const HEADINGS = [
  { title: 'Checkpoint' },
  { title: 'At' },
  { title: 'Handing over', right: true },
  { title: 'Picking up', right: true },
  { title: 'Saved since', right: true },
]

/** What handing over took and saved, by cycle; nothing before the first one. */
export function EconomyPanel({ id, version }: { id: string; version: string }) {
  const [economy, setEconomy] = useState<SeriesEconomy | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const load = useCallback(async (): Promise<void> => {
    const outcome = await core().call('usage.economy', { id })
    setProblem(outcome.ok ? null : outcome.problem)
    if (outcome.ok) setEconomy(outcome.value)
  }, [id])
  // oxlint-disable-next-line react/exhaustive-deps -- `version` is why it is read anew
  useEffect(() => void load(), [load, version])

  if (problem !== null) return <ProblemView problem={problem} retry={load} />
  const words = economy === null ? null : economyWords(economy, formatCost)
  if (economy === null || words === null) return null
  return (
    <section aria-labelledby="economy" className="grid gap-2 rounded-md border border-border bg-surface p-3">
      <h2 id="economy" className="font-semibold">
        Handing over
      </h2>
      <p>{words}</p>
      <DataTable caption="What each handover took and saved" headings={HEADINGS} least="min-w-120">
        {economy.cycles.map(({ n, at, checkpoint, pickup, saved }) => (
          <tr key={n}>
            <th scope="row">{n}</th>
            <td className="whitespace-nowrap text-muted">{formatTime(at)}</td>
            <Amount {...checkpoint} />
            <Amount {...pickup} />
            <Amount {...saved} />
          </tr>
        ))}
      </DataTable>
      <p className="max-w-[90ch] text-sm text-muted">{economy.assumption}</p>
    </section>
  )
}

function Amount({ tokens, costUsd }: { tokens: number; costUsd: number }) {
  const count = tokens < 0 ? `−${formatTokens(-tokens)}` : formatTokens(tokens)
  return (
    <td className="text-right whitespace-nowrap tabular-nums">
      {signedCost(costUsd, formatCost)} <span className="inline-block min-w-20 text-muted">{count} tokens</span>
    </td>
  )
}
