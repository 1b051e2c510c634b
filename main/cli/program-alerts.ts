import type { AlertsOptions } from './commands/alerts.ts'
import { wholeNumber } from './policy-flags.ts'
import type { Registrar } from './program.ts'

/** What fired by rules over facts: `alerts`. */
export function addAlertsCommand({ declare, act }: Registrar): void {
  const alerts = declare(
    'alerts [words...]',
    'Show what fired, or use it: alerts [rules | ack ID…|all | test CHANNEL].',
    'baton alerts ack 7Q2M4X',
  )
    .option('--standing', 'only those that stand')
    .option('--limit <n>', 'at most this many', wholeNumber, 50)
  alerts.action((words: string[], options: AlertsOptions) =>
    act(alerts, async (context) => (await import('./commands/alerts.ts')).alerts(context, words, options)),
  )
}
