import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, type CommandContext } from '../output.ts'
import { receiverPorts, type KnownPorts } from '../receiver-ports.ts'
import { assignment, takenUp, usualShell, type Shell } from '../shell-words.ts'

/** `baton env`: what a session started elsewhere needs to send its telemetry to Baton, for a shell to take up. */
export async function env({ dataDir, io, out }: CommandContext, options: { shell?: Shell }): Promise<ExitCode> {
  const shell = options.shell ?? usualShell(io.env)
  const ports = await receiverPorts(dataDir)
  const variables = claudeVariables(ports)
  if (out.json)
    out.object({
      type: 'env',
      at: nowText(),
      shell,
      ...ports,
      variables,
      codex: codexSettings(ports),
      gemini: geminiSettings(ports),
    })
  else out.text(script(shell, ports, variables).join('\n'))
  return EXIT.completed
}

function script(shell: Shell, ports: KnownPorts, variables: Record<string, string>): string[] {
  const sets = (more: Record<string, string>) =>
    Object.entries(more).map(([name, value]) => assignment(shell, name, value))
  const traces = { OTEL_TRACES_EXPORTER: 'otlp', CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1' }
  return [
    `# Sends the telemetry of agents to Baton. Take it up with: ${takenUp(shell, `baton env --shell ${shell}`)}`,
    ...(ports.why === null ? [] : [`# Note: ${ports.why}.`]),
    '',
    '# Claude Code. Other programs of this shell see the OTEL_ variables, too; Gemini CLI takes the endpoint.',
    ...sets(variables),
    '# With traces, a beta:',
    ...sets(traces).map(commented),
    '',
    '# Codex CLI reads no variables for it. In ~/.codex/config.toml:',
    ...codexSettings(ports).split('\n').map(commented),
    '',
    '# Gemini CLI, in ~/.gemini/settings.json (prompts are sent unless logPrompts is false):',
    ...JSON.stringify(geminiSettings(ports), null, 2).split('\n').map(commented),
  ]
}

const commented = (line: string): string => `#   ${line}`

/** HTTP where there is a port for it: all three agents speak it. */
function claudeVariables({ http, grpc }: KnownPorts): Record<string, string> {
  return {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: http === null ? 'grpc' : 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${http ?? grpc}`,
  }
}

function codexSettings({ http, grpc }: KnownPorts): string {
  const exporter = (signal: string): string =>
    http === null
      ? `{ otlp-grpc = { endpoint = "http://127.0.0.1:${grpc}" } }`
      : `{ otlp-http = { endpoint = "http://127.0.0.1:${http}/v1/${signal}", protocol = "binary" } }`
  return ['[otel]', `exporter = ${exporter('logs')}`, `metrics_exporter = ${exporter('metrics')}`].join('\n')
}

function geminiSettings({ http, grpc }: KnownPorts): object {
  const telemetry = {
    enabled: true,
    target: 'local',
    otlpEndpoint: `http://127.0.0.1:${http ?? grpc}`,
    otlpProtocol: http === null ? 'grpc' : 'http',
    logPrompts: false,
  }
  return { telemetry }
}
