import { createHash } from 'node:crypto'
import type { SettingsLayer } from './user-settings.ts'

/** Where a launch's telemetry is to go, and what it is to be known by there. */
export interface TelemetryTarget {
  /** Base address of the receiver, HTTP. */
  endpoint: string
  launchId: string
  seriesId: string
  /** See `projectKey`. */
  project: string
  /** With its traces, a beta of Claude Code. */
  traces: boolean
  /**
   * Ports that are Baton's by its settings and where nobody listens now: this core has others. What is to go there, as
   * `baton env` told a person's shell, is meant for Baton.
   */
  vacant?: readonly number[]
}

export type TelemetryExport =
  /** Variables for the launch's own settings. */
  | { to: 'baton'; variables: Record<string, string> }
  /** Its user or organisation has settled it: by which file or the environment, and how. Nothing is set. */
  | { to: 'left'; where: string; why: string }

const ENABLE = 'CLAUDE_CODE_ENABLE_TELEMETRY'
const OTLP = 'OTEL_EXPORTER_OTLP_'
const RESOURCE = 'OTEL_RESOURCE_ATTRIBUTES'
export const TELEMETRY_SIGNALS = ['METRICS', 'LOGS', 'TRACES'] as const
export type SignalName = (typeof TELEMETRY_SIGNALS)[number]
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])
/** 48 bits, as in the labels of `/metrics`. */
const KEY_LENGTH = 12

/** A variable as the CLI takes it, and who said it. */
export interface Said {
  value: string
  where: string
  managed: boolean
}

/** What stands for a project where its path is not to be told: the same for the same path. */
export function projectKey(project: string): string {
  return createHash('sha256').update(project).digest('hex').slice(0, KEY_LENGTH)
}

/**
 * What makes a launch export to Baton, or who has it export elsewhere. `caller`: the environment it starts with; `layers`:
 * its settings files, weakest first. A project's own files are passed over, as the CLI does (2.1.330).
 */
export function telemetryExport(
  target: TelemetryTarget,
  caller: Record<string, string>,
  layers: SettingsLayer[],
): TelemetryExport {
  const said = saidBy(caller, layers)
  const enabled = said.get(ENABLE)
  if (enabled !== undefined && isOff(enabled.value))
    return { to: 'left', where: enabled.where, why: 'switches telemetry off' }
  const attributes = resourceAttributes(target, said.get(RESOURCE)?.value)
  if (enabled !== undefined && isOn(enabled.value)) {
    const exported = TELEMETRY_SIGNALS.map((signal) => exportOf(signal, said)).filter((one) => one !== null)
    const elsewhere = exported.find(({ value }) => !isOurs(value, target.endpoint) && !isMeantForUs(value, target))
    if (elsewhere !== undefined) return { to: 'left', where: elsewhere.where, why: `exports to ${elsewhere.value}` }
    if (exported.length > 0 && exported.every(({ value }) => isOurs(value, target.endpoint)))
      return { to: 'baton', variables: { [RESOURCE]: attributes } }
  }
  const variables = { ...allVariables(target, said), [RESOURCE]: attributes }
  for (const [name, value] of Object.entries(variables)) {
    const organisation = said.get(name)
    // Theirs would win over ours, and what we switch on would go where they did not send it.
    const led = organisation?.managed === true && name !== RESOURCE && organisation.value !== value
    if (led && organisation.value !== 'none') return { to: 'left', where: organisation.where, why: `sets ${name}` }
  }
  return { to: 'baton', variables }
}

/** Each variable as the strongest has it; a project's files say nothing. */
export function saidBy(caller: Record<string, string>, layers: SettingsLayer[]): Map<string, Said> {
  const said = new Map<string, Said>()
  const add = (variables: Record<string, string>, where: string, managed: boolean): void => {
    for (const [name, value] of Object.entries(variables)) said.set(name, { value, where, managed })
  }
  add(caller, 'the environment', false)
  for (const { file, kind, settings } of layers)
    if (kind === 'user' || kind === 'managed') add(settings?.env ?? {}, file, kind === 'managed')
  return said
}

/** Where a signal goes when telemetry is on, and who said so; null: nowhere. */
function exportOf(signal: SignalName, said: Map<string, Said>): { value: string; where: string } | null {
  const exporter = said.get(`OTEL_${signal}_EXPORTER`)
  const kinds = (exporter?.value ?? '')
    .split(',')
    .map((kind) => kind.trim())
    .filter((kind) => kind !== '' && kind !== 'none')
  if (exporter === undefined || kinds.length === 0) return null
  const other = kinds.find((kind) => kind !== 'otlp')
  if (other !== undefined) return { value: other, where: exporter.where }
  const own = filled(said.get(`${OTLP}${signal}_ENDPOINT`)) ?? filled(said.get(`${OTLP}ENDPOINT`))
  if (own !== undefined) return own
  const protocol = filled(said.get(`${OTLP}${signal}_PROTOCOL`)) ?? filled(said.get(`${OTLP}PROTOCOL`))
  const standard = protocol?.value === 'grpc' ? 'http://localhost:4317' : 'http://localhost:4318'
  return { value: standard, where: exporter.where }
}

function isOurs(address: string, endpoint: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port, pathname } = new URL(address)
  const ours = new URL(endpoint)
  const folder = (path: string): string => path.replace(/\/(v1\/(metrics|logs|traces))?\/?$/, '')
  if (protocol !== 'http:' || !LOOPBACK.has(hostname)) return false
  return port === ours.port && folder(pathname) === folder(ours.pathname)
}

function isMeantForUs(address: string, { vacant = [] }: TelemetryTarget): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, port } = new URL(address)
  return protocol === 'http:' && LOOPBACK.has(hostname) && vacant.includes(Number(port))
}

function allVariables({ endpoint, traces }: TelemetryTarget, said: Map<string, Said>): Record<string, string> {
  const variables: Record<string, string> = {
    [ENABLE]: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    [`${OTLP}PROTOCOL`]: 'http/protobuf',
    [`${OTLP}ENDPOINT`]: endpoint,
  }
  if (traces) Object.assign(variables, { OTEL_TRACES_EXPORTER: 'otlp', CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1' })
  else if (said.has('OTEL_TRACES_EXPORTER') && !isOn(said.get(ENABLE)?.value ?? ''))
    variables['OTEL_TRACES_EXPORTER'] = 'none'
  // What was meant for another receiver, while telemetry was off: headers are none of ours, addresses would lead astray.
  if (said.has(`${OTLP}HEADERS`)) variables[`${OTLP}HEADERS`] = ''
  for (const signal of TELEMETRY_SIGNALS) {
    const own = `${OTLP}${signal}_`
    if (said.has(`${own}HEADERS`)) variables[`${own}HEADERS`] = ''
    if (said.has(`${own}PROTOCOL`)) variables[`${own}PROTOCOL`] = 'http/protobuf'
    if (said.has(`${own}ENDPOINT`)) variables[`${own}ENDPOINT`] = `${endpoint}/v1/${signal.toLowerCase()}`
  }
  return variables
}

/** Ours beside those that were there. */
function resourceAttributes(target: TelemetryTarget, others: string | undefined): string {
  const ours = {
    'baton.launch': target.launchId,
    'baton.series': target.seriesId,
    'baton.project': target.project,
  }
  const kept = (others ?? '')
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair.includes('=') && !Object.hasOwn(ours, pair.slice(0, pair.indexOf('=')).trim()))
  const pairs = Object.entries(ours).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return [...kept, ...pairs].join(',')
}

export function filled(said: Said | undefined): Said | undefined {
  return said === undefined || said.value.trim() === '' ? undefined : said
}

/** As the CLI reads its switches. */
export function isOn(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.trim().toLowerCase())
}

function isOff(value: string): boolean {
  return ['0', 'false', 'no', 'off'].includes(value.trim().toLowerCase())
}
