import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, type ParseError } from 'jsonc-parser'
import { z } from 'zod'
import { fine, judgeAddress, warning, type ReceiverPorts, type TelemetryFinding } from '../telemetry-address.ts'

const Telemetry = z.object({
  enabled: z.boolean().optional(),
  target: z.string().optional(),
  otlpEndpoint: z.string().optional(),
  otlpProtocol: z.string().optional(),
  outfile: z.string().optional(),
})
type Name = keyof z.infer<typeof Telemetry>

/** Variables that win over the settings files, the first that is set. Read in Gemini CLI 0.61.0. */
const VARIABLES: Record<Name, string[]> = {
  enabled: ['GEMINI_TELEMETRY_ENABLED'],
  target: ['GEMINI_TELEMETRY_TARGET'],
  otlpEndpoint: ['GEMINI_TELEMETRY_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  otlpProtocol: ['GEMINI_TELEMETRY_OTLP_PROTOCOL'],
  outfile: ['GEMINI_TELEMETRY_OUTFILE'],
}
/** What Gemini CLI takes where nothing is said. */
const DEFAULT_ENDPOINT = 'http://localhost:4317'

interface Said {
  value: string
  where: string
}
type AllSaid = Partial<Record<Name, Said>>

/** A settings file of Gemini CLI as it lies there. */
export interface GeminiFile {
  file: string
  text: string
}

/** What is wrong or missing in the way that Gemini CLI sends telemetry to Baton. Null: Gemini is not used here. */
export async function checkGeminiTelemetry(
  ports: ReceiverPorts,
  env: Record<string, string>,
  project: string,
): Promise<TelemetryFinding[] | null> {
  const folder = join(env['HOME'] ?? env['USERPROFILE'] ?? '', '.gemini')
  const used = await stat(folder).then(
    () => true,
    () => Object.keys(env).some((name) => name.startsWith('GEMINI_TELEMETRY_')),
  )
  if (!used) return null
  const places = [join(folder, 'settings.json'), join(project, '.gemini', 'settings.json')]
  const files = await Promise.all(
    places.map(async (file): Promise<GeminiFile[]> => {
      const text = await readFile(file, 'utf8').catch(() => null)
      return text === null ? [] : [{ file, text }]
    }),
  )
  return checkGeminiSettings(files.flat(), env, ports)
}

/** As `checkGeminiTelemetry`, of the texts of settings files, weakest first. */
export function checkGeminiSettings(
  files: GeminiFile[],
  env: Record<string, string>,
  ports: ReceiverPorts,
): TelemetryFinding[] {
  const all: AllSaid = {}
  const broken: TelemetryFinding[] = []
  for (const { file, text } of files) {
    const read = readTelemetry(text)
    if (read === null)
      broken.push(warning(`${file} cannot be read as JSON`, 'correct it: Gemini CLI cannot read it either'))
    else for (const [name, value] of Object.entries(read)) all[name as Name] = { value: String(value), where: file }
  }
  for (const [name, variables] of Object.entries(VARIABLES)) {
    const where = variables.find((variable) => env[variable] !== undefined && env[variable] !== '')
    if (where !== undefined) all[name as Name] = { value: env[where] ?? '', where }
  }
  return [...broken, ...judge(all, ports)]
}

function readTelemetry(text: string): z.infer<typeof Telemetry> | null {
  const errors: ParseError[] = []
  const root: unknown = parse(text, errors, { allowTrailingComma: true })
  if (errors.length > 0) return null
  return z.object({ telemetry: Telemetry.catch({}).prefault({}) }).safeParse(root).data?.telemetry ?? {}
}

function judge(
  { enabled, target, otlpEndpoint, otlpProtocol, outfile }: AllSaid,
  ports: ReceiverPorts,
): TelemetryFinding[] {
  if (!['true', '1'].includes(enabled?.value ?? '')) {
    if (otlpEndpoint === undefined || otlpEndpoint.where === 'OTEL_EXPORTER_OTLP_ENDPOINT')
      return [fine('Gemini CLI sends none: `baton env` prints what is missing in ~/.gemini/settings.json (telemetry)')]
    const now = enabled === undefined ? 'is missing' : `is ${shown(enabled)}`
    return [warning(`telemetry.enabled ${now}, so nothing is sent in spite of ${otlpEndpoint.where}`, 'set it to true')]
  }
  if (target?.value === 'gcp')
    return [fine(`telemetry.target is ${shown(target)}: it goes to Google Cloud, Baton sees none of it`)]
  if (outfile !== undefined)
    return [warning(`telemetry.outfile is ${shown(outfile)}: it goes to that file, not to Baton`, 'remove it')]
  const protocol = otlpProtocol?.value ?? 'grpc'
  if (protocol !== 'grpc' && protocol !== 'http')
    return [warning(`telemetry.otlpProtocol is ${shown(otlpProtocol)}`, 'set it to http or grpc')]
  const judged = judgeAddress(otlpEndpoint?.value ?? DEFAULT_ENDPOINT, protocol, ports, null)
  if (judged.at === 'baton') return [fine('every session of Gemini CLI is sent to Baton')]
  if (judged.at === 'elsewhere') return [fine(`telemetry.otlpEndpoint sends to ${judged.host}; Baton sees none of it`)]
  const how = otlpProtocol === undefined ? ' (otlpProtocol is missing, so it is grpc)' : ''
  const stands =
    otlpEndpoint === undefined
      ? `telemetry.otlpEndpoint is missing, so its default is taken: it`
      : `telemetry.otlpEndpoint (${otlpEndpoint.where})`
  return [warning(`${stands} ${judged.why}${how}`, judged.remedy)]
}

function shown(said: Said | undefined): string {
  return said === undefined ? 'missing' : `"${said.value}" by ${said.where}`
}
