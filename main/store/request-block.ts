import { REQUEST_COLUMNS, type RequestBlock, type RequestColumn } from './scan-types.ts'

const WIDTH = REQUEST_COLUMNS.length
const FIRST_ROWS = 256
const COLUMN = Object.fromEntries(REQUEST_COLUMNS.map((name, index) => [name, index])) as Record<RequestColumn, number>

/** One request on its way into a block; texts are texts here. */
export interface BlockRequest {
  session: string
  message: string
  /** "": the agent names none. */
  request: string
  agentId: string | null
  model: string
  failed: boolean
  endsTurn: boolean
  fast: boolean
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  webSearches: number
  /** USD; null: not known. */
  cost: number | null
  costIsOwn: boolean
  /** Milliseconds since the epoch. */
  at: number
}

export interface BlockWriter {
  add(request: BlockRequest): void
  readonly rows: number
  /** What was added since the last call. */
  take(): RequestBlock
}

/** Gathers requests into blocks; a text that comes again takes no more room. */
export function blockWriter(): BlockWriter {
  let indexes = new Map<string, number>()
  let figures = new Float64Array(FIRST_ROWS * WIDTH)
  let rows = 0
  function indexOf(text: string): number {
    const known = indexes.get(text)
    if (known !== undefined) return known
    indexes.set(text, indexes.size)
    return indexes.size - 1
  }
  return {
    add(one) {
      const start = rows * WIDTH
      if (start + WIDTH > figures.length) {
        const larger = new Float64Array(figures.length * 2)
        larger.set(figures)
        figures = larger
      }
      figures[start + COLUMN.session] = indexOf(one.session)
      figures[start + COLUMN.message] = indexOf(one.message)
      figures[start + COLUMN.request] = indexOf(one.request)
      figures[start + COLUMN.agentId] = one.agentId === null ? -1 : indexOf(one.agentId)
      figures[start + COLUMN.model] = indexOf(one.model)
      figures[start + COLUMN.failed] = Number(one.failed)
      figures[start + COLUMN.endsTurn] = Number(one.endsTurn)
      figures[start + COLUMN.fast] = Number(one.fast)
      figures[start + COLUMN.input] = one.input
      figures[start + COLUMN.output] = one.output
      figures[start + COLUMN.cacheRead] = one.cacheRead
      figures[start + COLUMN.cacheWrite5m] = one.cacheWrite5m
      figures[start + COLUMN.cacheWrite1h] = one.cacheWrite1h
      figures[start + COLUMN.webSearches] = one.webSearches
      figures[start + COLUMN.cost] = one.cost ?? Number.NaN
      figures[start + COLUMN.costIsOwn] = Number(one.costIsOwn)
      figures[start + COLUMN.at] = one.at
      rows += 1
    },
    get rows() {
      return rows
    },
    take() {
      const block = { texts: [...indexes.keys()], figures: figures.slice(0, rows * WIDTH) }
      indexes = new Map()
      rows = 0
      return block
    },
  }
}

/** The requests of a block, in their order. */
export function* requestsIn({ texts, figures }: RequestBlock): Generator<BlockRequest> {
  for (let start = 0; start + WIDTH <= figures.length; start += WIDTH) {
    const figure = (column: RequestColumn): number => figures[start + COLUMN[column]] ?? 0
    const text = (column: RequestColumn): string => texts[figure(column)] ?? ''
    const cost = figure('cost')
    yield {
      session: text('session'),
      message: text('message'),
      request: text('request'),
      agentId: figure('agentId') === -1 ? null : text('agentId'),
      model: text('model'),
      failed: figure('failed') === 1,
      endsTurn: figure('endsTurn') === 1,
      fast: figure('fast') === 1,
      input: figure('input'),
      output: figure('output'),
      cacheRead: figure('cacheRead'),
      cacheWrite5m: figure('cacheWrite5m'),
      cacheWrite1h: figure('cacheWrite1h'),
      webSearches: figure('webSearches'),
      cost: Number.isNaN(cost) ? null : cost,
      costIsOwn: figure('costIsOwn') === 1,
      at: figure('at'),
    }
  }
}
