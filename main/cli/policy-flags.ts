import { InvalidArgumentError } from 'commander'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { PolicyLayer } from '../../contract/policy.ts'
import { parseDuration } from '../../contract/duration.ts'

/** The flags of `run` that become policy, as commander hands them over. */
export interface PolicyFlags {
  thresholdPercent?: number
  thresholdTokens?: number
  maxSessions?: number
  maxCostUsd?: number
  maxDuration?: number
  permissionMode?: string
  model?: string
  allowedTools?: string
  verify?: string
  claude?: string
  shared?: boolean
  waitForHuman?: number | null
  onEvent?: string
}

/** The policy layer that the given flags make; flags that were not given leave no field. */
export function policyOfFlags(flags: PolicyFlags): Outcome<PolicyLayer> {
  const { maxDuration, waitForHuman, claude, ...same } = flags
  const layer = {
    ...same,
    ...(maxDuration === undefined ? {} : { maxDurationMs: maxDuration }),
    ...(waitForHuman === undefined ? {} : { waitForHumanMs: waitForHuman }),
    ...(claude === undefined ? {} : { claudePath: claude }),
  }
  const parsed = PolicyLayer.safeParse(layer)
  if (parsed.success) return success(parsed.data)
  const issue = parsed.error.issues[0]
  return failure(
    'usage',
    flagOfField(String(issue?.path[0] ?? 'flags')),
    (issue?.message ?? 'not valid').toLowerCase(),
    'see `baton run --help` for what it takes',
  )
}

const FLAG_OF_FIELD: Record<string, string> = {
  maxDurationMs: '--max-duration',
  waitForHumanMs: '--wait-for-human',
  claudePath: '--claude',
}

function flagOfField(field: string): string {
  return FLAG_OF_FIELD[field] ?? `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('Give a whole number of 1 or more, such as 5.')
  return Number(text)
}

/** Token counts may be written with k or M: 150k, 0.5M. */
export function tokenNumber(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text)
  const value = Math.round(Number(match?.[1]) * (match?.[2] === 'k' ? 1000 : match?.[2] === 'M' ? 1_000_000 : 1))
  if (!match || value < 1) throw new InvalidArgumentError('Give a number of tokens, such as 140000 or 140k.')
  return value
}

export function percentNumber(text: string): number {
  const value = Number(text.replace(/\s*%$/, ''))
  if (text.trim() === '' || !(value > 0 && value <= 95))
    throw new InvalidArgumentError('Give a percentage above 0 and up to 95, such as 70.')
  return value
}

export function dollarNumber(text: string): number {
  const value = Number(text.replace(/^\$/, ''))
  if (text.trim() === '' || !(value > 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('Give an amount in US dollars above 0, such as 12.50.')
  return value
}

export function durationFlag(text: string): number {
  const value = parseDuration(text)
  if (value === null || value === 0)
    throw new InvalidArgumentError('Give a duration with its unit, such as 90s, 45m, 2h or 1h30m.')
  return value
}

/** Null: for ever. */
export function waitFlag(text: string): number | null {
  if (text === 'forever') return null
  const value = parseDuration(text)
  if (value === null) throw new InvalidArgumentError('Give 0, a duration such as 30m, or forever.')
  return value
}

export function portNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError('Give a port from 0 to 65535; 0 takes any free one.')
  return value
}
