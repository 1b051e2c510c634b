import { Option, type Command } from 'commander'
import type { AdoptOptions } from './commands/adopt.ts'
import type { RunOptions } from './commands/run.ts'
import { dollarNumber, durationFlag, percentNumber, tokenNumber, waitFlag, wholeNumber } from './policy-flags.ts'
import type { Registrar } from './program.ts'

/** `run`, `init`, `demo` and `attach`. */
export function addRunCommands({ declare, act }: Registrar): void {
  const run = policyFlags(
    declare(
      'run',
      'Run a task through as many sessions as it takes, or go on with it, and follow it.',
      'baton run --project . --task tidy-api --max-cost-usd 20 --verify "npm test"',
    )
      .option('--project <dir>', 'project folder', '.')
      .requiredOption('--task <slug>', 'the task: its dev-docs are in dev/active/<slug>'),
  )
    .option('--again', 'start a finished series anew')
    .option('--detach', 'start it and return')
    .option('--foreground', 'run it in this process instead of a core of its own')
  run.action((options: RunOptions & { dataDir?: string; json?: boolean }) => {
    const { dataDir: _folder, json: _json, ...own } = options
    return act(run, async (context) => (await import('./commands/run.ts')).run(context, own))
  })

  const init = declare(
    'init <description...>',
    'Make the dev-docs of a new task from a description. No model is called.',
    'baton init --project . --task tidy-api "Give every route a typed error"',
  )
    .option('--project <dir>', 'project folder', '.')
    .requiredOption('--task <slug>', 'name of the task: lower-case letters, digits and hyphens')
  init.action((words: string[], { project, task }: { project: string; task: string }) =>
    act(init, async (context) =>
      (await import('./commands/init.ts')).init(context, { project, task, description: words.join(' ') }),
    ),
  )

  const demo = declare('demo', 'See the whole loop at work in a scratch folder: no account needed.', 'baton demo')
  demo.action(() => act(demo, async (context) => (await import('./commands/demo.ts')).demo(context)))

  const attach = declare(
    'attach [series-or-session]',
    'Open the real terminal of a session here. Ctrl-] leaves; the session goes on.',
    'baton attach 7Q2M4X',
  )
  attach.action((target: string | undefined) =>
    act(attach, async (context) => (await import('./commands/attach.ts')).attach(context, target)),
  )

  const adopt = policyFlags(
    declare(
      'adopt <session> [description...]',
      'Go on with a session that ran without Baton, as the first of a new series, and follow it.',
      'baton adopt 5b1f6c1e --task tidy-api "Give every route a typed error"',
    ).requiredOption('--task <slug>', 'the task: its dev-docs are made from the words after the session'),
  )
    .option('--end', 'a process in which the session rests may be ended first')
    .option('--detach', 'start it and return')
  adopt.action((session: string, words: string[], options: AdoptOptions & { dataDir?: string; json?: boolean }) => {
    const { dataDir: _folder, json: _json, ...own } = options
    return act(adopt, async (context) =>
      (await import('./commands/adopt.ts')).adopt(context, session, words.join(' '), own),
    )
  })
}

/** The flags that become the policy of a series. */
function policyFlags(command: Command): Command {
  return command
    .option('--threshold-percent <n>', 'hand over at this percentage of the window (default 70)', percentNumber)
    .option('--threshold-tokens <n>', 'or at this many tokens, whichever is less (default 200k)', tokenNumber)
    .option('--max-sessions <n>', 'stop after this many fresh sessions', wholeNumber)
    .option('--max-cost-usd <n>', 'stop at this cost', dollarNumber)
    .option('--max-duration <time>', 'stop after this long, waits not counted: 90s, 45m, 2h', durationFlag)
    .option('--permission-mode <mode>', 'passed to claude')
    .option('--model <model>', 'passed to claude')
    .option('--allowed-tools <tools>', 'passed to claude')
    .option('--verify <command>', 'must exit 0 before the task counts as done')
    .option('--claude <path>', 'the claude to run (else the one on the PATH)')
    .option('--shared', 'allow another series in the same work tree')
    .addOption(
      new Option('--wait-for-human <time>', 'wait this long for a person: 0, 30m, forever (default)').argParser(
        waitFlag,
      ),
    )
    .option('--on-event <command>', 'run this for each event, with the event in BATON_EVENT')
}
