import { Option } from 'commander'
import type { OpenOptions } from './commands/open.ts'
import type { ServeOptions } from './commands/serve.ts'
import { portNumber } from './policy-flags.ts'
import type { Registrar } from './program.ts'
import { SHELLS, type Shell } from './shell-words.ts'

/** The port that belongs to `serve` and the desktop. */
export const DEFAULT_PORT = 4319

/** `serve`, `open`, `quit`, `env` and `doctor`. */
export function addCoreCommands({ declare, act }: Registrar): void {
  const serve = declare('serve', 'Run the core here until it is told to end.', 'baton serve --port 0 --json')
    .option('--port <n>', `port on 127.0.0.1, 0 for any free one (default ${DEFAULT_PORT})`, portNumber, DEFAULT_PORT)
    .option(
      '--host <address>',
      'serve browsers at this address of the machine, too; other than ::1 it needs both TLS files',
    )
    .option('--tls-cert <file>', 'certificate for that address, PEM')
    .option('--tls-key <file>', 'its key, PEM')
    .option('--open', 'open the page in the browser; where a core lives already, only that')
    .option('--otlp-http-port <n>', 'port for OTLP over HTTP, 0 for any free one (default: settings, 4318)', portNumber)
    .option('--otlp-grpc-port <n>', 'port for OTLP over gRPC, 0 for any free one (default: settings, 4317)', portNumber)
    .option('--no-otlp', 'without the telemetry receiver')
    .addOption(new Option('--idle-exit').hideHelp())
  serve.action((options: ServeOptions) =>
    act(serve, async (context) => (await import('./commands/serve.ts')).serve(context, options)),
  )

  const open = declare('open', 'Open the page of the live core in a browser, by a new address.', 'baton open --view')
    .option('--view', 'that browser may only look')
    .option('--print', 'only print the address')
  open.action((options: OpenOptions) =>
    act(open, async (context) => (await import('./commands/open.ts')).open(context, options)),
  )

  const quit = declare('quit', 'End the core of the data folder.', 'baton quit --force').option(
    '--force',
    'even while series run: each is checkpointed and paused first',
  )
  quit.action((options: { force?: boolean }) =>
    act(quit, async (context) => (await import('./commands/quit.ts')).quit(context, options)),
  )

  const env = declare(
    'env',
    'Print what a session elsewhere needs to send its telemetry to Baton.',
    'baton env --shell zsh',
  ).addOption(new Option('--shell <shell>', 'write for this shell (default: yours)').choices(SHELLS))
  env.action((options: { shell?: Shell }) =>
    act(env, async (context) => (await import('./commands/env.ts')).env(context, options)),
  )

  const doctor = declare('doctor', 'Check what Baton needs and say how to mend it.', 'baton doctor --project .')
    .option('--project <dir>', 'project folder whose trust and git are checked', '.')
    .option('--claude <path>', 'the claude to check (else the one on the PATH)')
  doctor.action((options: { project: string; claude?: string }) =>
    act(doctor, async (context) => (await import('./commands/doctor.ts')).doctor(context, options)),
  )
}
