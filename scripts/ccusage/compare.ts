import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UNATTRIBUTED_MODEL } from '../../contract/ledger.ts'
import { partsOfBoth, theirUsd, type Placed } from './causes.ts'
import { ourCount, type OurCount } from './our-count.ts'
import { executableCcusage } from '../../bench/ccusage.ts'
import { bySum, ccusageDaily } from './run.ts'
import { theirCount } from './their-count.ts'
import { theirPrices, type TheirPrice } from './their-prices.ts'
import { allTokens, groupOf, type Counted, type Difference, type Part, type TheirCount } from './types.ts'

export interface Comparison {
  ours: { tokens: number; usd: number }
  theirs: { tokens: number; usd: number }
  /** Days and models on which the two differ. */
  differences: Difference[]
  /** All parts by their cause. */
  causes: Part[]
  /** Days and models with a difference that has no cause. */
  unexplained: Difference[]
  /** What the ledger could not read of the files. */
  problems: OurCount['problems']
}

/** Sums of some hundred thousand binary fractions. USD. */
const SAME_USD = 1e-6
const SESSION_SAYS = 'unattributed: the session itself says that it cost more than its requests'

/** Holds the ledger against ccusage over the same transcripts. `scratch`: an empty folder. */
export async function compare(configDir: string, scratch: string): Promise<Comparison> {
  await mkdir(join(scratch, 'home'))
  const executable = await executableCcusage(scratch)
  const [ours, theirs] = [await ourCount(configDir, scratch), await theirCount(configDir)]
  const told = bySum(await ccusageDaily(executable, configDir, join(scratch, 'home')))
  const models = modelsOf([...ours.counted, ...theirs.counted])
  const price = await theirPrices(executable, scratch, models)
  const parts = new Map<string, Part[]>()
  for (const { of, part } of [...placed(ours.counted, theirs, price), ...unattributed(ours)]) {
    const group = groupOf(of)
    parts.set(group, [...(parts.get(group) ?? []), part])
  }
  const groups = [...new Set([...ours.sums.keys(), ...told.keys(), ...parts.keys()])].toSorted()
  const all = groups.map((group) => difference(group, ours, told, merged(parts.get(group) ?? [])))
  return {
    ours: summed(all.map((one) => one.ours)),
    theirs: summed(all.map((one) => one.theirs)),
    differences: all.filter(({ ours: our, theirs: their, parts: of }) => !isSame(our, their) || of.length > 0),
    causes: merged(all.flatMap((one) => one.parts)),
    unexplained: all.filter((one) => !isSame(one.unexplained, NOTHING)),
    problems: ours.problems,
  }
}

/** What an advisor's answer has beyond the key of the line that told of it. */
const ADVISOR = /:advisor:\d+/
const NOTHING = { tokens: 0, usd: 0 }

/** What becomes of each response on either side. */
function placed(ours: readonly Counted[], { counted, passedOver }: TheirCount, price: TheirPrice): Placed[] {
  const theirs = Map.groupBy(counted, ({ key }) => key)
  const result: Placed[] = []
  for (const our of ours) {
    const same = theirs.get(our.key) ?? []
    const their = same.find((one) => one.day === our.day && allTokens(one.tokens) === allTokens(our.tokens)) ?? same[0]
    if (their === undefined) {
      const cause = passedOver.get(our.key.replace(ADVISOR, ''))
      const part = { tokens: allTokens(our.tokens), usd: our.costUsd ?? 0 }
      if (cause !== undefined) result.push({ of: our, part: { cause: `it passes over a line: ${cause}`, ...part } })
      continue
    }
    theirs.set(
      our.key,
      same.filter((one) => one !== their),
    )
    result.push(...partsOfBoth(our, their, price))
  }
  for (const their of [...theirs.values()].flat()) {
    const part = { tokens: -allTokens(their.tokens), usd: -theirUsd(their, price) }
    if (their.notOurs !== undefined) result.push({ of: their, part: { cause: `with it ${their.notOurs}`, ...part } })
  }
  return result
}

function unattributed({ sums }: OurCount): { of: { day: string; model: string }; part: Part }[] {
  return [...sums.values()].flatMap(({ day, model, usd }) =>
    model === UNATTRIBUTED_MODEL ? [{ of: { day, model }, part: { cause: SESSION_SAYS, tokens: 0, usd } }] : [],
  )
}

function difference(
  group: string,
  { sums }: OurCount,
  told: ReadonlyMap<string, { tokens: number; usd: number }>,
  parts: Part[],
): Difference {
  const [day = '', ...model] = group.split(' ')
  const { tokens, usd } = sums.get(group) ?? NOTHING
  const theirs = told.get(group) ?? NOTHING
  const explained = summed(parts)
  return {
    day,
    model: model.join(' '),
    ours: { tokens, usd },
    theirs,
    parts,
    unexplained: {
      tokens: tokens - theirs.tokens - explained.tokens,
      usd: usd - theirs.usd - explained.usd,
    },
  }
}

function modelsOf(counted: readonly Counted[]): { model: string; fast: boolean }[] {
  const models = new Map(counted.map(({ model, fast }) => [`${model} ${fast}`, { model, fast }]))
  return [...models.values()]
}

function merged(parts: readonly Part[]): Part[] {
  return [...Map.groupBy(parts, ({ cause }) => cause)].map(([cause, of]) => ({ cause, ...summed(of) }))
}

function summed(parts: readonly { tokens: number; usd: number }[]): { tokens: number; usd: number } {
  return parts.reduce((sum, { tokens, usd }) => ({ tokens: sum.tokens + tokens, usd: sum.usd + usd }), NOTHING)
}

function isSame(a: { tokens: number; usd: number }, b: { tokens: number; usd: number }): boolean {
  return a.tokens === b.tokens && Math.abs(a.usd - b.usd) < SAME_USD
}
