import type { ForwardView } from '../../contract/telemetry.ts'
import { configDirOf } from '../agents/claude/environment.ts'
import { checkClaudeTelemetry } from '../agents/claude/telemetry-check.ts'
import { settingsLayers } from '../agents/claude/user-settings.ts'
import { checkCodexTelemetry } from '../agents/codex/telemetry-check.ts'
import { checkGeminiTelemetry } from '../agents/gemini/telemetry-check.ts'
import type { TelemetryFinding } from '../agents/telemetry-address.ts'
import { readSettings } from '../series/settings-file.ts'
import { readForwardHeaders } from '../telemetry/forward/headers.ts'
import type { CoreHandle } from './core-access.ts'
import { checkPort, type Check } from './doctor-checks.ts'
import { receiverPorts, type KnownPorts } from './receiver-ports.ts'
import { checkProbes } from './telemetry-probe-checks.ts'

export interface TelemetryCheckInput {
  dataDir: string
  project: string
  env: Record<string, string>
  /** The core that runs; null: none. */
  core: CoreHandle | null
  /** Folder of the organisation's settings; else the platform's. */
  organisation?: string | undefined
}

/** Whether telemetry arrives, and whether each agent is set to send it. Reads the agents' settings, changes nothing. */
export async function telemetryChecks({
  dataDir,
  project,
  env,
  core,
  organisation,
}: TelemetryCheckInput): Promise<Check[]> {
  const ports = await receiverPorts(dataDir)
  const layers = await settingsLayers(configDirOf(env), project, organisation)
  return [
    ...(core === null ? await checkPortsToBe(ports) : await checkProbes(core.client, Date.now())),
    ...named('claude telemetry', checkClaudeTelemetry(ports, env, layers)),
    ...named('codex telemetry', await checkCodexTelemetry(ports, env)),
    ...named('gemini telemetry', await checkGeminiTelemetry(ports, env, project)),
    ...(await checkForwarding(dataDir, env, core)),
  ]
}

function named(name: string, findings: TelemetryFinding[] | null): Check[] {
  return (findings ?? []).map((finding) => ({ name, ...finding }))
}

/** Without a core: whether the ports that one would take are free. */
async function checkPortsToBe({ http, grpc }: KnownPorts): Promise<Check[]> {
  const ports = [http, grpc].filter((port) => port !== null)
  const checks = await Promise.all(ports.map((port) => checkPort(port, null)))
  const another = 'end that program, or choose another port in the settings (telemetry.httpPort, telemetry.grpcPort)'
  return checks.map((check) => ({ ...check, name: 'otlp port', remedy: check.ok === 'ok' ? '' : another }))
}

/** By the core that runs, else by the settings. The variable that holds headers may be set for the core alone. */
async function checkForwarding(
  dataDir: string,
  env: Record<string, string>,
  core: CoreHandle | null,
): Promise<Check[]> {
  const { settings } = await readSettings(dataDir)
  const forward = settings.ok ? settings.value.telemetry.forward : null
  if (forward === null) return []
  const name = 'forwarding'
  const { host } = new URL(forward.endpoint)
  const view = core === null ? null : await forwardOf(core)
  if (view !== null && view.problem === null)
    return [
      { name, ok: 'ok', said: `${host} takes what is received; ${view.queued.requests} requests wait`, remedy: '' },
    ]
  const headers = await readForwardHeaders(forward, env)
  const problem = view?.problem ?? (headers.ok ? null : headers.problem)
  if (problem === null) return [{ name, ok: 'ok', said: `what is received is to go on to ${host}`, remedy: '' }]
  const ok = core === null && problem.code === 'headers-variable-missing' ? 'warning' : 'problem'
  return [{ name, ok, said: `${problem.thing}: ${problem.cause}`, remedy: problem.remedy }]
}

async function forwardOf({ client }: CoreHandle): Promise<ForwardView | null> {
  const state = await client.call('telemetry.state', {})
  return state.ok ? (state.value?.forward ?? null) : null
}
