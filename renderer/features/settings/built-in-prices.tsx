import type { PriceTable } from '../../../contract/prices.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { AGENTS } from '../telemetry/telemetry-words.ts'
import { useAnswer } from '../usage/use-answer.ts'
import { conditionOf, priceText } from './price-words.ts'
import { Part } from './section.tsx'

const HEADS = ['Input', 'Output', 'Cache read', 'Write 5 min', 'Write 1 h']

/** The list prices that Baton came with, with when and where they were read. */
export function BuiltInPrices() {
  const { value, problem, again } = useAnswer('usage.prices', {})
  return (
    <Part
      title="Built-in prices"
      help="USD per million tokens, by the day of the request. A model that stands in no table has no price: its requests are counted and shown as unpriced."
    >
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {value === null && problem === null && <Loading what="Reading the prices…" />}
      {value?.map((table) => (
        <PricesOf key={table.agent} table={table} />
      ))}
    </Part>
  )
}

function PricesOf({ table: { agent, date, source, prices } }: { table: PriceTable }) {
  const name = AGENTS[agent]
  return (
    <section className="grid gap-1">
      <h4 className="font-medium">{name}</h4>
      <p className="text-sm text-muted text-pretty">
        Read {date}: {source}.
      </p>
      <section
        aria-label={`Prices of ${name}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border border-border"
      >
        <table className="w-full border-separate border-spacing-0 text-sm [&_td]:px-3 [&_td]:text-right [&_td]:whitespace-nowrap [&_th]:px-3 [&_tr>*]:py-1 [&_tr:not(:last-child)>*]:border-b [&_tr>*]:border-border/60">
          <caption className="sr-only">Prices of {name}</caption>
          <thead>
            <tr className="[&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:bg-surface [&>th]:font-normal [&>th]:text-muted">
              <th scope="col" className="text-left">
                Models
              </th>
              {HEADS.map((head) => (
                <th key={head} scope="col" className="text-right whitespace-nowrap">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {prices.map((price) => {
              const condition = conditionOf(price, prices)
              const figures = [price.input, price.output, price.cacheRead, price.cacheWrite5m, price.cacheWrite1h]
              return (
                <tr key={`${price.models.join()} ${condition}`}>
                  <th scope="row" className="min-w-48 text-left font-normal">
                    <span className="font-mono [overflow-wrap:anywhere]">{price.models.join(', ')}</span>
                    {condition !== '' && <span className="block text-muted">{condition}</span>}
                  </th>
                  {figures.map((usd, index) => (
                    <td key={HEADS[index]} className={usd === undefined ? 'text-muted' : undefined}>
                      {priceText(usd)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </section>
  )
}
