import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { addUp, countsOfPlaywright, countsOfVitest, line, type Counts, type Step } from './add-up.ts'

/**
 * `npm test`: every check and every test, all of them even where one fails, and one line at the end that any CI can
 * read. Exit code 1 where anything failed.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Plan {
  /** Script in package.json. */
  script: string
  /** Where a runner of tests leaves its report, and how it is read. Null: a check, that passes or does not. */
  report: { file: string; read: (json: unknown) => Counts | null } | null
}

/** The build comes before the tests: they run what is built. */
const PLANS: readonly Plan[] = [
  { script: 'types', report: null },
  { script: 'lint', report: null },
  { script: 'format:check', report: null },
  { script: 'build', report: null },
  { script: 'test:vitest', report: { file: '.artifacts/vitest.json', read: countsOfVitest } },
  { script: 'test:ui', report: { file: '.artifacts/ui.json', read: countsOfPlaywright } },
]

function run({ script, report }: Plan): Step {
  process.stdout.write(`\n── npm run ${script}\n`)
  // What an earlier run left is no result of this one.
  if (report !== null) rmSync(`${ROOT}/${report.file}`, { force: true })
  const { status } = spawnSync(`npm run --silent ${script}`, { cwd: ROOT, shell: true, stdio: 'inherit' })
  return { script, ok: status === 0, tests: report === null ? null : { counts: countsIn(report) } }
}

function countsIn({ file, read }: NonNullable<Plan['report']>): Counts | null {
  try {
    return read(JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8')))
  } catch {
    // A runner that broke leaves no report, or half of one: counted as failed by addUp.
    return null
  }
}

const steps = PLANS.map(run)
const failed = steps.filter(({ ok }) => !ok).map(({ script }) => `npm run ${script}`)
const total = addUp(steps)
if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(', ')}\n`)
process.stdout.write(`${line(total)}\n`)
process.exitCode = total.failed > 0 ? 1 : 0
