import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef } from 'react'
import { cleanLine } from '../../../contract/text.ts'
import { hrefOf } from '../../app/navigate.ts'
import { Age } from '../../ui/age.tsx'
import { formatCount, formatTokens, UNKNOWN } from '../../ui/format.ts'
import { addressPath, type Column, stepInto, type UsageAddress } from './address.ts'
import type { BreakdownRow } from './breakdown-rows.ts'
import { cacheShareOf, costWords, shareWords, unpricedWords, writtenOf } from './figures.ts'
import { agentName, canStepInto, placeName, placePath, SLICE_TITLES } from './names.ts'

const ROW_PX = 34
/** Up to so many rows the table is as high as they are; of more only those in sight and a few around are drawn. */
const DRAW_ALL = 60
const AROUND = 10

const HEADINGS: readonly { column: Exclude<Column, 'name'>; title: string; width: string }[] = [
  { column: 'cost', title: 'Cost', width: 'w-40' },
  { column: 'requests', title: 'Requests', width: 'w-20' },
  { column: 'turns', title: 'Turns', width: 'w-16' },
  { column: 'errors', title: 'Errors', width: 'w-16' },
  { column: 'input', title: 'Input', width: 'w-16' },
  { column: 'output', title: 'Output', width: 'w-18' },
  { column: 'cacheRead', title: 'Cache read', width: 'w-24' },
  { column: 'cacheWrite', title: 'Cache written', width: 'w-28' },
  { column: 'cacheShare', title: 'Cache share', width: 'w-24' },
  { column: 'last', title: 'Last line', width: 'w-26' },
]

export interface BreakdownTableProps {
  address: UsageAddress
  rows: readonly BreakdownRow[]
  show: (address: UsageAddress, replace?: boolean) => void
}

/** Rows with all their figures, sorted by any of them; the name goes one step down. */
export function BreakdownTable({ address, rows, show }: BreakdownTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const long = rows.length > DRAW_ALL
  // oxlint-disable-next-line react/incompatible-library -- the page is built without the React compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: long ? AROUND : DRAW_ALL,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const headings = HEADINGS.filter(({ column }) => column !== 'last' || address.by === 'session')
  const title = SLICE_TITLES[address.by]
  return (
    <section
      ref={scroller}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={`Usage by ${title.toLowerCase()}`}
      className={`-mx-3.5 overflow-auto -outline-offset-2! ${long ? 'h-[36rem]' : ''}`}
    >
      <table
        aria-rowcount={rows.length + 1}
        className={`w-full ${address.by === 'session' ? 'min-w-[74rem]' : 'min-w-[60rem]'} table-fixed border-separate border-spacing-0 [&_td]:px-2 [&_td]:text-right [&_td]:whitespace-nowrap [&_th]:px-2 [&_tr>*:first-child]:pl-3.5 [&_tr>*:last-child]:pr-3.5`}
      >
        <caption className="sr-only">Usage by {title.toLowerCase()}</caption>
        <thead>
          <tr
            aria-rowindex={1}
            className="[&>th]:sticky [&>th]:top-0 [&>th]:z-1 [&>th]:border-b [&>th]:border-border [&>th]:bg-surface"
          >
            <Heading column="name" title={title} width="" address={address} show={show} />
            {headings.map((heading) => (
              <Heading key={heading.column} {...heading} address={address} show={show} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={above} columns={headings.length + 1} />
          {items.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={row.value}
                aria-rowindex={index + 2}
                style={{ height: ROW_PX }}
                className="hover:bg-surface-2 [&>*]:border-b [&>*]:border-border/60"
              >
                <Cells row={row} address={address} />
              </tr>
            )
          })}
          <Spacer height={below} columns={headings.length + 1} />
        </tbody>
      </table>
    </section>
  )
}

interface HeadingProps {
  column: Column
  title: string
  width: string
  address: UsageAddress
  show: (address: UsageAddress, replace?: boolean) => void
}

function Heading({ column, title, width, address, show }: HeadingProps) {
  const { sort } = address
  const here = sort.column === column
  const left = column === 'name'
  // Figures begin with the largest, names with the first.
  const next = here ? !sort.down : !left
  return (
    <th
      scope="col"
      aria-sort={here ? (sort.down ? 'descending' : 'ascending') : 'none'}
      className={`h-8 text-sm font-normal text-muted ${width} ${left ? 'text-left' : 'text-right'}`}
    >
      <button
        type="button"
        onClick={() => show({ ...address, sort: { column, down: next } }, true)}
        className={`inline-flex h-6 items-center gap-1 rounded px-1 -mx-1 whitespace-nowrap hover:text-text ${here ? 'font-medium text-text' : ''} ${left ? '' : 'flex-row-reverse'}`}
      >
        {title}
        {here &&
          (sort.down ? <ArrowDown aria-hidden className="size-3" /> : <ArrowUp aria-hidden className="size-3" />)}
      </button>
    </th>
  )
}

function Cells({ row, address }: { row: BreakdownRow; address: UsageAddress }) {
  const { figures, share, lastAt } = row
  const { tokens } = figures
  return (
    <>
      <th scope="row" className="truncate text-left font-normal">
        <Name row={row} address={address} />
      </th>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nothing to press: a figure with its bar */}
      <td title={figures.unpriced > 0 ? unpricedWords(figures.unpriced) : undefined}>
        <span className="flex items-center justify-end gap-2">
          <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-surface-3">
            <span className="block h-full bg-fill" style={{ width: `${(share ?? 0) * 100}%` }} />
          </span>
          <span className="w-20">{costWords(figures)}</span>
        </span>
      </td>
      <td>{formatCount(figures.requests)}</td>
      <td>{formatCount(figures.turns)}</td>
      <td className={figures.errors > 0 ? 'text-waiting' : undefined}>{formatCount(figures.errors)}</td>
      <td>{formatTokens(tokens.input)}</td>
      <td>{formatTokens(tokens.output)}</td>
      <td>{formatTokens(tokens.cacheRead)}</td>
      <td>{formatTokens(writtenOf(tokens))}</td>
      <td>{shareWords(cacheShareOf(tokens))}</td>
      {address.by === 'session' && <td className="text-muted">{lastAt === null ? UNKNOWN : <Age at={lastAt} />}</td>}
    </>
  )
}

/** Its name goes down into it; a day narrows the days to it. */
function Name({ row, address }: { row: BreakdownRow; address: UsageAddress }) {
  const { by } = address
  const { value, name, place, agent } = row
  const to =
    by === 'day'
      ? addressPath({ ...address, range: { from: value, until: value } })
      : canStepInto(by, value)
        ? addressPath(stepInto(address, { dimension: by, value }))
        : null
  const beside =
    by === 'project'
      ? placePath(value)
      : [agent === null ? '' : agentName(agent), place === null ? '' : placeName(place)].filter(Boolean).join(', ')
  return (
    <>
      {to === null ? (
        <span className="text-muted">{name}</span>
      ) : (
        <a href={hrefOf(to)} title={cleanLine(value, 300)} className="rounded text-accent underline underline-offset-2">
          {name}
        </a>
      )}
      {beside !== '' && (
        <span className="ml-2 text-sm text-muted" title={place === null ? undefined : placePath(place)}>
          {beside}
        </span>
      )}
    </>
  )
}

/** In place of the rows that are out of sight. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- hidden, and nothing to press */}
      <td colSpan={columns} />
    </tr>
  ) : null
}
