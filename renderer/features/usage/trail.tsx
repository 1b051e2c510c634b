import { ChevronRight } from 'lucide-react'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { useBoard } from '../../stores/board.ts'
import { addressPath, stepUp, type UsageAddress } from './address.ts'
import { nameOf, SLICE_TITLES } from './names.ts'

export interface TrailProps {
  address: UsageAddress
  today: string
}

/** How deep one is, with a way back up to each step. */
export function Trail({ address, today }: TrailProps) {
  const series = useBoard((state) => state.series)
  const { trail } = address
  if (trail.length === 0) return null
  const opened = trail.find(({ dimension, value }) => dimension === 'series' && value !== '')?.value
  return (
    <nav aria-label="Narrowed to">
      <ol className="flex min-w-0 flex-wrap items-center gap-x-1 gap-y-0.5">
        <li>
          <a
            href={hrefOf(addressPath(stepUp(address, 0)))}
            className="rounded text-accent underline-offset-2 hover:underline"
          >
            All usage
          </a>
        </li>
        {trail.map(({ dimension, value }, index) => {
          const last = index === trail.length - 1
          const name = (
            <>
              <span className="text-muted">{SLICE_TITLES[dimension]} </span>
              {nameOf(dimension, value, { series, today })}
            </>
          )
          return (
            <li key={dimension} className="flex min-w-0 items-center gap-1">
              <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted" />
              {last ? (
                <span aria-current="page" className="truncate font-medium" title={cleanLine(value, 300)}>
                  {name}
                </span>
              ) : (
                <a
                  href={hrefOf(addressPath(stepUp(address, index + 1)))}
                  title={cleanLine(value, 300)}
                  className="truncate rounded text-accent underline-offset-2 hover:underline"
                >
                  {name}
                </a>
              )}
            </li>
          )
        })}
        {opened !== undefined && (
          <li className="ml-3">
            <a href={hrefOf(seriesPath(opened))} className="rounded text-accent underline underline-offset-2">
              Open the series
            </a>
          </li>
        )}
      </ol>
    </nav>
  )
}
