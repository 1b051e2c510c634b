import type { Mark } from './cumulative.ts'
import type { Coverage, Interval } from './intervals.ts'

/** How far one stream is counted. A gauge is not counted: its newest value stands. */
export type StreamBody =
  | { kind: 'cumulative'; marks: Mark[] }
  | { kind: 'delta'; coverage: Coverage }
  | { kind: 'gauge'; time: bigint }

/** Its parts, for what it takes of memory. */
export function weightOf(body: StreamBody): number {
  if (body.kind === 'cumulative') return 1 + body.marks.length
  return body.kind === 'delta' ? 1 + body.coverage.intervals.length : 1
}

const BASE = 36

/** As short text: times as differences from the time before them. */
export function writeBody(body: StreamBody): string {
  if (body.kind === 'gauge') return `g${body.time.toString(BASE)}`
  let last = 0n
  const moved = (time: bigint): string => {
    const difference = time - last
    last = time
    return difference.toString(BASE)
  }
  const figures = ({ main, side }: { main: number; side: number }): string =>
    side === 0 ? `${main}` : `${main},${side}`
  if (body.kind === 'cumulative') {
    return `c${body.marks.map((mark) => `${moved(mark.time)},${figures(mark)}`).join(';')}`
  }
  const { floor, intervals } = body.coverage
  const told = intervals.map((one) => `${moved(one.start)},${moved(one.end)},${figures(one)}`)
  return `d${[floor.toString(BASE), ...told].join(';')}`
}

/** Null: nothing that `writeBody` wrote. */
export function readBody(text: string): StreamBody | null {
  const kind = text[0]
  const rest = text.slice(1)
  let last = 0n
  const moved = (field: string | undefined): bigint => {
    last += bigintOf(field ?? '')
    return last
  }
  try {
    if (kind === 'g') return { kind: 'gauge', time: bigintOf(rest) }
    const parts = rest.split(';')
    if (kind === 'c') {
      const marks = parts.map((part): Mark => {
        const [time, ...figures] = part.split(',')
        return { time: moved(time), ...figuresOf(figures) }
      })
      return { kind: 'cumulative', marks }
    }
    if (kind !== 'd') return null
    const intervals = parts.slice(1).map((part): Interval => {
      const [start, end, ...figures] = part.split(',')
      return { start: moved(start), end: moved(end), ...figuresOf(figures) }
    })
    return { kind: 'delta', coverage: { floor: bigintOf(parts[0] ?? ''), intervals } }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function figuresOf([main, side]: string[]): { main: number; side: number } {
  return { main: numberOf(main ?? ''), side: side === undefined ? 0 : numberOf(side) }
}

function numberOf(text: string): number {
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) throw new SyntaxError(`no number: ${text}`)
  return number
}

/** BigInt reads no base but 10 and 16 from text. Pieces of ten digits stay within exact numbers. */
function bigintOf(text: string): bigint {
  if (!/^-?[0-9a-z]+$/.test(text)) throw new SyntaxError(`no time: ${text}`)
  const digits = text.startsWith('-') ? text.slice(1) : text
  let value = 0n
  for (let at = 0; at < digits.length; at += 10) {
    const piece = digits.slice(at, at + 10)
    value = value * BigInt(BASE) ** BigInt(piece.length) + BigInt(Number.parseInt(piece, BASE))
  }
  return text.startsWith('-') ? -value : value
}
