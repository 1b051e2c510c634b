import picocolors from 'picocolors'
import { describeProblem, type Problem } from '../../contract/problem.ts'
import { exitCodeOfProblem, type ExitCode } from './exit-codes.ts'
import { paintLine, type Line, type Paint } from './render/line.ts'

/** What a command gets of the process that it runs in. */
export interface Io {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream & { fd: number }
  stderr: NodeJS.WriteStream
  env: NodeJS.ProcessEnv
  cwd: string
  /** The script that Node was started with: a core is started with the same one. */
  entry: string
  /** How long a core that `run` started stays without a series and a client, in place of a minute. */
  idleExitMs?: number
}

/** Where a command says things: stdout for what was asked for, stderr for everything else. */
export interface Output {
  json: boolean
  /** Stdout is a terminal that can be redrawn. */
  live: boolean
  paint: Paint
  /** Columns of the terminal; without one there is no limit. */
  columns(): number
  lines(lines: Line[]): void
  text(text: string): void
  /** One JSON line; only with `--json`. */
  object(object: { type: string; at: string } & Record<string, unknown>): void
  diagnostic(text: string): void
}

/** What every command is called with. */
export interface CommandContext {
  io: Io
  out: Output
  dataDir: string
}

/** Columns of a terminal that does not tell. */
const DEFAULT_COLUMNS = 80

export function createOutput(io: Io, json: boolean): Output {
  const { stdout, stderr, env } = io
  const terminal = stdout.isTTY === true && env.TERM !== 'dumb'
  const noColor = env.NO_COLOR !== undefined && env.NO_COLOR !== ''
  const paint = picocolors.createColors(terminal && !noColor && !json)
  const columns = () => (stdout.isTTY === true ? stdout.columns || DEFAULT_COLUMNS : Number.POSITIVE_INFINITY)
  return {
    json,
    live: terminal && !json,
    paint,
    columns,
    lines(lines) {
      stdout.write(lines.map((line) => `${paintLine(line, paint, columns())}\n`).join(''))
    },
    text(text) {
      stdout.write(`${text}\n`)
    },
    object(object) {
      stdout.write(`${JSON.stringify(object)}\n`)
    },
    diagnostic(text) {
      stderr.write(`${text}\n`)
    },
  }
}

/** Says a problem and gives the exit code it stands for. */
export function refuse(out: Output, problem: Problem): ExitCode {
  out.diagnostic(`baton: ${describeProblem(problem)}`)
  return exitCodeOfProblem(problem)
}

/** The moment of a JSON line that is no event. */
export function nowText(): string {
  return new Date().toISOString()
}

/** The environment without its unset names, as a session takes it. */
export function plainEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
