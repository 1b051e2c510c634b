import { describe, expect, it } from 'vitest'
import { checkClaudeTelemetry } from './telemetry-check.ts'
import type { SettingsLayer } from './user-settings.ts'

const PORTS = { http: 4318, grpc: 4317 }
const GOOD = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
}
type Changes = Record<string, string | null>

function check(changes: Changes, layers: SettingsLayer[] = []) {
  const all = Object.entries({ ...GOOD, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null)
  return checkClaudeTelemetry(PORTS, Object.fromEntries(all), layers)
}

function layer(kind: SettingsLayer['kind'], env: Record<string, string>): SettingsLayer {
  return { file: `/${kind}.json`, kind, settings: { env } }
}

const warnings = (changes: Changes) => check(changes).filter(({ ok }) => ok !== 'ok')

describe('what is as it should be', () => {
  it.each<[string, Changes]>([
    ['HTTP', {}],
    ['JSON', { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }],
    ['gRPC', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }],
    ['no address, which is the standard one', { OTEL_EXPORTER_OTLP_ENDPOINT: null }],
    ['an address for each signal', { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://localhost:4318/v1/logs' }],
  ])('by %s', (_, changes) => {
    expect(check(changes)).toEqual([
      { ok: 'ok', said: 'metrics and logs of every session are sent to Baton', remedy: '' },
    ])
  })

  it('is nothing at all, which names what would be needed', () => {
    const [finding, ...more] = checkClaudeTelemetry(PORTS, { PATH: '/bin' }, [])
    expect(more).toEqual([])
    expect(finding?.ok).toBe('ok')
    for (const name of Object.keys(GOOD)) expect(finding?.said).toContain(name)
  })

  it('is another receiver, named without a credential', () => {
    const findings = check({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:pass@otel.example.com/x' })
    expect(findings.every(({ ok }) => ok === 'ok')).toBe(true)
    expect(findings[0]?.said).toContain('otel.example.com')
    expect(JSON.stringify(findings)).not.toContain('pass')
  })
})

describe('names what is wrong or missing, and what to do', () => {
  it.each<[Changes, RegExp, RegExp]>([
    [{ CLAUDE_CODE_ENABLE_TELEMETRY: null }, /CLAUDE_CODE_ENABLE_TELEMETRY is missing/, /set it to 1/],
    [{ CLAUDE_CODE_ENABLE_TELEMETRY: '0' }, /CLAUDE_CODE_ENABLE_TELEMETRY is "0" by the environment/, /set it to 1/],
    [{ OTEL_LOGS_EXPORTER: null }, /OTEL_LOGS_EXPORTER is missing: requests, their tokens/, /otlp/],
    [{ OTEL_METRICS_EXPORTER: 'none' }, /OTEL_METRICS_EXPORTER is "none" by the environment/, /otlp/],
    [{ OTEL_LOGS_EXPORTER: 'console' }, /OTEL_LOGS_EXPORTER is "console"/, /otlp/],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: null }, /OTEL_EXPORTER_OTLP_PROTOCOL is missing.*no default/, /http\/protobuf/],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http' }, /OTEL_EXPORTER_OTLP_PROTOCOL is "http".*none/, /http\/json/],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /port for HTTP, and the protocol is gRPC/, /127\.0\.0\.1:4317$/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' },
      /OTEL_EXPORTER_OTLP_ENDPOINT.*port for gRPC, and the protocol is HTTP/,
      /127\.0\.0\.1:4318$/,
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:9999' }, /port 9999 of this machine/, /127\.0\.0\.1:4318$/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, /is no http address/, /127\.0\.0\.1:4318$/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://localhost:4318' }, /plain http/, /http:\/\/127/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/v1/logs' }, /added once more/, /4318$/],
    [
      { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://localhost:4318' },
      /OTEL_EXPORTER_OTLP_LOGS_ENDPOINT.*lacks the path \/v1\/logs/,
      /4318\/v1\/logs$/,
    ],
    [{ OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc' }, /port for HTTP, and the protocol is gRPC/, /4317$/],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, /CLAUDE_CODE_ENHANCED_TELEMETRY_BETA is missing/, /set it to 1/],
    [{ OTEL_METRICS_INCLUDE_SESSION_ID: 'false' }, /OTEL_METRICS_INCLUDE_SESSION_ID is "false"/, /remove it/],
  ])('%j', (changes, said, remedy) => {
    const found = warnings(changes)
    expect(found).toHaveLength(1)
    expect(found[0]?.said).toMatch(said)
    expect(found[0]?.remedy).toMatch(remedy)
    expect(`${found[0]?.said}${found[0]?.remedy}`).not.toMatch(/\.$|undefined|null/)
  })
})

it('goes by the strongest layer and names it', () => {
  const user = layer('user', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:1' })
  expect(check({}, [user]).find(({ ok }) => ok !== 'ok')?.said).toContain('(/user.json)')
  const managed = layer('managed', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' })
  expect(check({}, [user, managed]).every(({ ok }) => ok === 'ok')).toBe(true)
})

it("says what of a project's files is not taken, and what switches off", () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://evil.example.com', OTEL_LOGS_EXPORTER: 'none' }
  const said = check({}, [layer('project', env)]).map((finding) => finding.said)
  expect(said[0]).toContain('sent to Baton')
  expect(said[1]).toMatch(/project\.json sets OTEL_EXPORTER_OTLP_ENDPOINT, which Claude Code does not take/)
  expect(said[2]).toMatch(/switches off OTEL_LOGS_EXPORTER/)
})

it('says that a protocol is not taken at all', () => {
  const env = { ...GOOD, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }
  const [finding] = checkClaudeTelemetry({ http: 4318, grpc: null }, env, [])
  expect(finding).toMatchObject({ ok: 'warning', remedy: expect.stringContaining('use the other protocol') })
})

it('tells the port of the settings from a wrong one where the core that runs has another', () => {
  const ports = { http: 43_427, grpc: 43_428, usual: { http: 4318, grpc: 4317 } }
  const [finding] = checkClaudeTelemetry(ports, GOOD, [])
  expect(finding?.said).toMatch(/Baton's port 4318 by the settings, and the core that runs has 43427/)
  expect(finding?.remedy).toMatch(/^leave it/)
})
