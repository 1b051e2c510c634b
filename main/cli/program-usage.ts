import { Option } from 'commander'
import { AgentName } from '../../contract/telemetry.ts'
import { GROUPS, type UsageOptions } from './commands/usage-asked.ts'
import type { Registrar } from './program.ts'

/** What was used, and what follows from it: `usage`. */
export function addUsageCommand({ declare, act }: Registrar): void {
  const usage = declare(
    'usage',
    'Show what every agent of this machine used and cost: tokens, costs and whose figures they are.',
    'baton usage --by project --last 7d',
  )
    .addOption(new Option('--by <group>', 'one row for each (default: day)').choices(GROUPS))
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--until <day>', 'last day')
    .option('--last <days>', 'so many days or weeks up to today, such as 30d or 4w')
    .option('--project <dir>', 'only of this project')
    .addOption(new Option('--agent <agent>', 'only of this agent').choices(AgentName.options))
    .option('--model <model>', 'only of this model')
    .option('--csv', 'all rows as CSV')
    .option('--models', 'models beside each other: cost of a turn and of a task, share read from the cache')
    .option('--patterns', 'when you work, turns for a task, errors, waits for you')
    .option('--advice', 'what would have been cheaper, with the sessions that show it')
    .option('--explain <id>', 'an advice with every row of the ledger that it is reckoned from')
    .option('--limits', 'limits of your plans, as the agents report them')
    .option('--spend', 'what today and this week will have cost')
  usage.action((options: UsageOptions) =>
    act(usage, async (context) => (await import('./commands/usage.ts')).usage(context, options)),
  )
}
