import { fine, judgeAddress, warning, type ReceiverPorts, type TelemetryFinding } from '../telemetry-address.ts'
import { filled, isOn, saidBy, TELEMETRY_SIGNALS, type Said, type SignalName } from './telemetry-env.ts'
import type { SettingsLayer } from './user-settings.ts'

const ENABLE = 'CLAUDE_CODE_ENABLE_TELEMETRY'
const BETA = ['CLAUDE_CODE_ENHANCED_TELEMETRY_BETA', 'ENABLE_ENHANCED_TELEMETRY_BETA']
const OTLP = 'OTEL_EXPORTER_OTLP_'
const PROTOCOLS: Record<string, 'http' | 'grpc'> = { grpc: 'grpc', 'http/json': 'http', 'http/protobuf': 'http' }
const NEEDED = [ENABLE, 'OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER', `${OTLP}PROTOCOL`, `${OTLP}ENDPOINT`]
/** What is lost without a signal. */
const LACKS: Record<SignalName, string> = {
  METRICS: 'active time, lines of code and commits are not told',
  LOGS: 'requests, their tokens and cost are not told',
  TRACES: 'traces are not told',
}

/**
 * What is wrong or missing in the way that Claude Code sends telemetry to Baton when it is started outside of it. `caller`:
 * this environment; `layers`: the settings files, weakest first.
 */
export function checkClaudeTelemetry(
  ports: ReceiverPorts,
  caller: Record<string, string>,
  layers: SettingsLayer[],
): TelemetryFinding[] {
  const said = saidBy(caller, layers)
  const ignored = layers.flatMap(ignoredIn)
  const enabled = said.get(ENABLE)
  if (enabled === undefined || !isOn(enabled.value)) return [...whenOff(said, enabled), ...ignored]
  const verdicts = TELEMETRY_SIGNALS.map((signal) => checkSignal(signal, said, ports))
  const wrong = verdicts.flatMap(({ findings }) => findings)
  const arrives = verdicts.filter(({ at }) => at === 'baton').map(({ signal }) => signal.toLowerCase())
  const good = arrives.length === 0 ? [] : [fine(`${arrives.join(' and ')} of every session are sent to Baton`)]
  return [...good, ...unique(wrong), ...unnamed(said), ...ignored]
}

function whenOff(said: Map<string, Said>, enabled: Said | undefined): TelemetryFinding[] {
  const there = NEEDED.filter((name) => said.has(name) && name !== ENABLE)
  if (enabled !== undefined)
    return [
      warning(
        `${ENABLE} is ${shown(enabled)}, so nothing is sent`,
        `set it to 1 there, or remove it and run \`baton env\``,
      ),
    ]
  if (there.length === 0)
    return [fine(`sessions outside Baton send none: \`baton env\` prints what is missing (${NEEDED.join(', ')})`)]
  return [warning(`${ENABLE} is missing, so nothing is sent in spite of ${there.join(', ')}`, 'set it to 1')]
}

interface SignalVerdict {
  signal: SignalName
  at: 'baton' | 'elsewhere' | 'nowhere'
  findings: TelemetryFinding[]
}

function checkSignal(signal: SignalName, said: Map<string, Said>, ports: ReceiverPorts): SignalVerdict {
  const verdict = (at: SignalVerdict['at'], ...findings: TelemetryFinding[]): SignalVerdict => ({
    signal,
    at,
    findings,
  })
  const name = `OTEL_${signal}_EXPORTER`
  const exporter = filled(said.get(name))
  const kinds = (exporter?.value ?? '').split(',').map((kind) => kind.trim())
  if (!kinds.includes('otlp')) {
    if (signal === 'TRACES' && (exporter === undefined || kinds.includes('none'))) return verdict('nowhere')
    const now = exporter === undefined ? 'is missing' : `is ${shown(exporter)}`
    return verdict('nowhere', warning(`${name} ${now}: ${LACKS[signal]}`, 'set it to otlp'))
  }
  const beta = signal === 'TRACES' && !BETA.some((one) => isOn(said.get(one)?.value ?? ''))
  const untraced = beta ? [warning(`${BETA[0]} is missing, so no traces are sent`, 'set it to 1')] : []
  const protocol = chosen(signal, 'PROTOCOL', said)
  if (protocol.said === undefined)
    return verdict('nowhere', {
      ok: 'problem',
      said: `${OTLP}PROTOCOL is missing, and Claude Code has no default: it sends nothing`,
      remedy: 'set it to http/protobuf',
    })
  const by = PROTOCOLS[protocol.said.value]
  if (by === undefined)
    return verdict(
      'nowhere',
      warning(
        `${protocol.name} is ${shown(protocol.said)}, which is none that Claude Code knows`,
        'set it to http/protobuf, http/json or grpc',
      ),
    )
  const endpoint = chosen(signal, 'ENDPOINT', said)
  const own = endpoint.name !== `${OTLP}ENDPOINT`
  const address = endpoint.said?.value ?? (by === 'grpc' ? 'http://localhost:4317' : 'http://localhost:4318')
  const judged = judgeAddress(address, by, ports, own ? `/v1/${signal.toLowerCase()}` : null)
  if (judged.at === 'baton') return verdict('baton', ...untraced)
  const stands =
    endpoint.said === undefined
      ? `${endpoint.name} is missing, so its default is taken: it`
      : `${endpoint.name} (${endpoint.said.where})`
  if (judged.at === 'elsewhere')
    return verdict(
      'elsewhere',
      fine(`${endpoint.name} (${endpoint.said?.where}) sends to ${judged.host}; Baton goes by the transcripts`),
    )
  return verdict('nowhere', warning(`${stands} ${judged.why}`, judged.remedy))
}

/** The signal's own variable, else the one for all. */
function chosen(
  signal: SignalName,
  what: 'PROTOCOL' | 'ENDPOINT',
  said: Map<string, Said>,
): { name: string; said: Said | undefined } {
  const own = `${OTLP}${signal}_${what}`
  if (filled(said.get(own)) !== undefined) return { name: own, said: said.get(own) }
  return { name: `${OTLP}${what}`, said: filled(said.get(`${OTLP}${what}`)) }
}

function unnamed(said: Map<string, Said>): TelemetryFinding[] {
  const name = 'OTEL_METRICS_INCLUDE_SESSION_ID'
  const found = said.get(name)
  if (found === undefined || isOn(found.value)) return []
  return [warning(`${name} is ${shown(found)}, so metrics cannot be told apart by session`, 'remove it')]
}

/** Claude Code takes from a project's files only that an exporter is none (2.1.330). */
function ignoredIn({ file, kind, settings }: SettingsLayer): TelemetryFinding[] {
  if (kind !== 'project' && kind !== 'local') return []
  const entries = Object.entries(settings?.env ?? {})
  const off = entries.filter(([name, value]) => name.endsWith('_EXPORTER') && value === 'none').map(([name]) => name)
  const passed = entries.map(([name]) => name).filter((name) => !off.includes(name))
  return [
    ...(passed.length === 0
      ? []
      : [
          warning(
            `${file} sets ${passed.join(', ')}, which Claude Code does not take from a project`,
            'move them to your own settings (~/.claude/settings.json)',
          ),
        ]),
    ...(off.length === 0
      ? []
      : [
          warning(
            `${file} switches off ${off.join(', ')} in this project`,
            'remove them there to have its sessions seen',
          ),
        ]),
  ]
}

function shown({ value, where }: Said): string {
  return `"${value}" by ${where}`
}

/** The same variable is at fault for several signals. */
function unique(findings: TelemetryFinding[]): TelemetryFinding[] {
  return findings.filter((one, at) => findings.findIndex(({ said }) => said === one.said) === at)
}
