import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import { fine, judgeAddress, warning, type ReceiverPorts, type TelemetryFinding } from '../telemetry-address.ts'

const Http = z.object({ 'otlp-http': z.object({ endpoint: z.string(), protocol: z.string().optional() }) })
const Grpc = z.object({ 'otlp-grpc': z.object({ endpoint: z.string() }) })
const Exporter = z.union([z.string(), Http, Grpc])
type Exporter = z.infer<typeof Exporter>

/** By the setting's name: what of the signal is lost without it, and the path that its address needs. */
const EXPORTERS = {
  exporter: { path: '/v1/logs', lacks: 'requests and their tokens are not told' },
  metrics_exporter: { path: '/v1/metrics', lacks: 'its metrics are not told' },
} as const
type ExporterName = keyof typeof EXPORTERS

/** Where Codex keeps its settings. */
export function codexHome(env: Record<string, string>): string {
  return env['CODEX_HOME'] || join(env['HOME'] ?? env['USERPROFILE'] ?? '', '.codex')
}

/** What is wrong or missing in the way that Codex CLI sends telemetry to Baton. Null: Codex is not used here. */
export async function checkCodexTelemetry(
  ports: ReceiverPorts,
  env: Record<string, string>,
): Promise<TelemetryFinding[] | null> {
  const file = join(codexHome(env), 'config.toml')
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : checkCodexConfig(text, file, ports)
}

/** As `checkCodexTelemetry`, of the text of a `config.toml`. */
export function checkCodexConfig(text: string, file: string, ports: ReceiverPorts): TelemetryFinding[] {
  let otel: unknown
  try {
    otel = parse(text)['otel']
  } catch (error) {
    const where = error instanceof TomlError ? ` (line ${error.line})` : ''
    return [warning(`${file} cannot be read as TOML${where}`, 'correct it: Codex cannot read it either')]
  }
  const settings = z.record(z.string(), z.unknown()).safeParse(otel).data
  const there = Object.keys(EXPORTERS).filter((name) => settings?.[name] !== undefined && settings[name] !== 'none')
  if (settings === undefined || there.length === 0)
    return [
      fine(
        `Codex sends none to Baton: \`baton env\` prints what is missing in ${file} ([otel] exporter, metrics_exporter)`,
      ),
    ]
  return (Object.keys(EXPORTERS) as ExporterName[]).map((name) => checkExporter(name, settings[name], file, ports))
}

function checkExporter(name: ExporterName, value: unknown, file: string, ports: ReceiverPorts): TelemetryFinding {
  const { path, lacks } = EXPORTERS[name]
  const setting = `otel.${name} in ${file}`
  const remedy = 'see what `baton env` prints for Codex'
  if (value === undefined || value === 'none') return warning(`${setting} is ${value ?? 'missing'}: ${lacks}`, remedy)
  const exporter = Exporter.safeParse(value)
  if (!exporter.success) return warning(`${setting} is nothing that Codex knows`, remedy)
  const target = targetOf(exporter.data)
  if (target === null) return fine(`${setting} sends to ${String(exporter.data)}; Baton sees none of it`)
  if (target.protocol !== null && !['binary', 'json'].includes(target.protocol))
    return warning(`protocol of ${setting} is "${target.protocol}"`, 'set it to "binary" or "json"')
  const judged = judgeAddress(target.endpoint, target.by, ports, path)
  if (judged.at === 'baton') return fine(`${setting} sends to Baton`)
  if (judged.at === 'elsewhere') return fine(`${setting} sends to ${judged.host}; Baton sees none of it`)
  return warning(`endpoint of ${setting} ${judged.why}`, judged.remedy)
}

/** Null: one of Codex's own. */
function targetOf(exporter: Exporter): { by: 'http' | 'grpc'; endpoint: string; protocol: string | null } | null {
  if (typeof exporter === 'string') return null
  if ('otlp-grpc' in exporter) return { by: 'grpc', endpoint: exporter['otlp-grpc'].endpoint, protocol: null }
  const { endpoint, protocol } = exporter['otlp-http']
  return { by: 'http', endpoint, protocol: protocol ?? null }
}
