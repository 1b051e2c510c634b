import { Command, CommanderError, Option } from 'commander'
import { version } from '../package/files.ts'
import { dataDirectory } from '../core/data-dir.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { createOutput, type CommandContext, type Io } from './output.ts'
import { addAlertsCommand } from './program-alerts.ts'
import { addCoreCommands } from './program-core.ts'
import { addLookCommands } from './program-look.ts'
import { addRunCommands } from './program-run.ts'
import { addUsageCommand } from './program-usage.ts'

/** Declares a command with its common flags and its example. */
export type Declare = (usage: string, description: string, example: string) => Command

export interface Registrar {
  declare: Declare
  /** Runs a handler for the command with its own `--data-dir` and `--json`. */
  act(command: Command, handler: (context: CommandContext) => Promise<ExitCode>): Promise<void>
}

/** The whole command line. `run` takes the words after `baton` and gives the exit code; it never throws for wrong usage. */
export function createProgram(io: Io): { program: Command; run(words: string[]): Promise<ExitCode> } {
  let code: ExitCode = EXIT.completed
  const program = new Command('baton')
    .description(
      'Keeps Claude Code running past its context window: each session hands over to the next until the task is done.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => helpWidth(io.stdout),
      getErrHelpWidth: () => helpWidth(io.stderr),
    })
    .showHelpAfterError('Add --help to see what the command takes, with an example.')
  common(program)
  program.addHelpText(
    'after',
    example(
      'baton init --project . --task tidy-api "Give every route a typed error"',
      'baton run --project . --task tidy-api',
    ),
  )
  const registrar: Registrar = {
    declare(usage, description, exampleLine) {
      const command = common(program.command(usage))
        .description(description)
        .helpOption('-h, --help', 'print this help')
      return command.addHelpText('after', example(exampleLine))
    },
    async act(command, handler) {
      const { dataDir, json } = command.optsWithGlobals<{ dataDir?: string; json?: boolean }>()
      const own = command.opts<{ dataDir?: string }>().dataDir
      code = await handler({
        io,
        out: createOutput(io, json === true),
        dataDir: dataDirectory(own ?? dataDir, io.env, io.cwd),
      })
    },
  }
  addRunCommands(registrar)
  addLookCommands(registrar)
  addUsageCommand(registrar)
  addAlertsCommand(registrar)
  addCoreCommands(registrar)
  return {
    program,
    async run(words) {
      if (words.length === 0) {
        io.stdout.write(program.helpInformation())
        return EXIT.completed
      }
      try {
        await program.parseAsync(words, { from: 'user' })
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error
        return error.exitCode === 0 ? EXIT.completed : EXIT.usage
      }
      return code
    },
  }
}

function common(command: Command): Command {
  const heading = 'Common options:'
  return command
    .addOption(
      new Option('--data-dir <dir>', "data folder (else BATON_DATA_DIR, else the platform's own)").helpGroup(heading),
    )
    .addOption(new Option('--json', 'one JSON object a line on stdout').helpGroup(heading))
}

function example(...lines: string[]): string {
  return `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/** Lines longer than this are hard to read, however wide the terminal. */
const WIDEST_HELP = 110

function helpWidth(stream: NodeJS.WriteStream): number {
  return Math.min(WIDEST_HELP, stream.isTTY === true ? stream.columns || 80 : 80)
}
