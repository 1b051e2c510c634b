import { Option } from 'commander'
import type { CheckpointOptions } from './commands/checkpoints.ts'
import type { SessionsOptions } from './commands/sessions.ts'
import { wholeNumber } from './policy-flags.ts'
import type { Registrar } from './program.ts'

/** What is looked at and steered: `series`, `status`, `sessions`, `checkpoints`, `logs`. */
export function addLookCommands({ declare, act }: Registrar): void {
  const series = declare(
    'series [words...]',
    'List series, show one, or steer it: series [ID] | series pause|resume|checkpoint|cycle|stop ID.',
    'baton series 7Q2M4X --report',
  )
    .option('--report', 'what each session did: boxes, changes, waits, cost')
    .option('--watch', 'follow it live; Ctrl-C leaves and the series goes on')
  series.action((words: string[], options: { report?: boolean; watch?: boolean }) =>
    act(series, async (context) => (await import('./commands/series.ts')).series(context, words, options)),
  )

  const status = declare('status', 'Show the core and every series.', 'baton status')
  status.action(() => act(status, async (context) => (await import('./commands/status.ts')).status(context)))

  const sessions = declare(
    'sessions',
    'Show the sessions of this machine, hosted here or not: the live ones first, then the latest.',
    'baton sessions --live',
  )
    .option('--live', 'only those that live now')
    .addOption(new Option('--agent <agent>', 'only those of one agent').choices(['claude', 'codex', 'gemini']))
    .option('--project <dir>', 'only those of one project')
    .option('--limit <n>', 'at most this many', wholeNumber, 50)
  sessions.action((options: SessionsOptions & { dataDir?: string; json?: boolean }) => {
    const { dataDir: _folder, json: _json, ...own } = options
    return act(sessions, async (context) => (await import('./commands/sessions.ts')).sessions(context, own))
  })

  const checkpoints = declare(
    'checkpoints [words...]',
    'List checkpoints or use one: checkpoints [SERIES] [list | show [N] | diff [N] [OTHER|now] | restore [N] | prune].',
    'baton checkpoints 7Q2M4X restore 3 --branch before-the-refactor',
  )
    .option('--branch <name>', 'restore: the new branch, which is not checked out')
    .option('--folder <dir>', 'restore: the new folder')
    .option('--keep <n>', 'prune: keep this many of each series', wholeNumber)
    .option('--dry-run', 'prune: only say what would go')
  checkpoints.action((words: string[], options: CheckpointOptions) =>
    act(checkpoints, async (context) =>
      (await import('./commands/checkpoints.ts')).checkpoints(context, words, options),
    ),
  )

  const logs = declare(
    'logs [id]',
    "Show the end of the core's log, of one series or session if named.",
    'baton logs 7Q2M4X --lines 50',
  ).option('--lines <n>', 'how many lines', wholeNumber, 200)
  logs.action((id: string | undefined, { lines }: { lines: number }) =>
    act(logs, async (context) => (await import('./commands/logs.ts')).logs(context, id, { lines })),
  )
}
