import { describe, expect, it } from 'vitest'
import { projectKey, telemetryExport, type TelemetryExport, type TelemetryTarget } from './telemetry-env.ts'
import type { SettingsLayer } from './user-settings.ts'

const target: TelemetryTarget = {
  endpoint: 'http://127.0.0.1:4318',
  launchId: 'L1',
  seriesId: 'S1',
  project: 'abc',
  traces: false,
}
const OURS = 'baton.launch=L1,baton.series=S1,baton.project=abc'
const EXPORTING = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com:4317',
}

function layer(kind: SettingsLayer['kind'], env: Record<string, string>): SettingsLayer {
  return { file: `/${kind}.json`, kind, settings: { env } }
}

function variablesOf(said: TelemetryExport): Record<string, string> {
  if (said.to !== 'baton') throw new Error(`left: ${said.where} ${said.why}`)
  return said.variables
}

it('sets all that an export needs where nothing is said', () => {
  expect(telemetryExport(target, { PATH: '/bin' }, [])).toEqual({
    to: 'baton',
    variables: {
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_RESOURCE_ATTRIBUTES: OURS,
    },
  })
})

it('has traces exported only when they are asked for', () => {
  const traces = { OTEL_TRACES_EXPORTER: 'otlp', CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1' }
  expect(variablesOf(telemetryExport({ ...target, traces: true }, {}, []))).toMatchObject(traces)
  const meant = telemetryExport(target, { OTEL_TRACES_EXPORTER: 'otlp' }, [])
  expect(variablesOf(meant)).toMatchObject({ OTEL_TRACES_EXPORTER: 'none' })
})

describe('what exports elsewhere is left alone', () => {
  it.each([
    ['the environment', EXPORTING, []],
    ['/user.json', {}, [layer('user', EXPORTING)]],
    ['/managed.json', {}, [layer('managed', EXPORTING)]],
    ['/managed.json', { CLAUDE_CODE_ENABLE_TELEMETRY: '0' }, [layer('user', {}), layer('managed', EXPORTING)]],
  ])('by %s', (where, caller, layers) => {
    expect(telemetryExport(target, caller, layers)).toEqual({
      to: 'left',
      where,
      why: 'exports to https://otel.example.com:4317',
    })
  })

  it('whatever the exporter is', () => {
    const caller = { CLAUDE_CODE_ENABLE_TELEMETRY: '1', OTEL_METRICS_EXPORTER: 'none, prometheus' }
    expect(telemetryExport(target, caller, [])).toMatchObject({ to: 'left', why: 'exports to prometheus' })
  })

  it('by its address for one signal, and by the standard one where none is given', () => {
    const logs = { OTEL_LOGS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs:9/v1/logs' }
    const both = { ...logs, CLAUDE_CODE_ENABLE_TELEMETRY: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: target.endpoint }
    expect(telemetryExport(target, both, [])).toMatchObject({ why: 'exports to http://logs:9/v1/logs' })
    const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...unnamed } = EXPORTING
    expect(telemetryExport(target, unnamed, [])).toMatchObject({ why: 'exports to http://localhost:4317' })
  })

  it('and so is one whose telemetry someone switched off', () => {
    const off = layer('user', { CLAUDE_CODE_ENABLE_TELEMETRY: '0' })
    const left = { to: 'left', where: '/user.json', why: 'switches telemetry off' }
    expect(telemetryExport(target, {}, [off])).toEqual(left)
  })

  it('and one whose organisation sets an address, although it switches nothing on', () => {
    const said = layer('managed', { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com' })
    const left = { to: 'left', where: '/managed.json', why: 'sets OTEL_EXPORTER_OTLP_ENDPOINT' }
    expect(telemetryExport(target, {}, [said])).toEqual(left)
    const ours = layer('managed', { OTEL_EXPORTER_OTLP_ENDPOINT: target.endpoint })
    expect(telemetryExport(target, {}, [ours])).toMatchObject({ to: 'baton' })
    const noMetrics = layer('managed', { OTEL_METRICS_EXPORTER: 'none' })
    expect(telemetryExport(target, {}, [noMetrics])).toMatchObject({ to: 'baton' })
  })
})

it('ties a session that exports here already to its launch, and changes nothing else', () => {
  const here = { ...EXPORTING, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' }
  const tied = { to: 'baton', variables: { OTEL_RESOURCE_ATTRIBUTES: OURS } }
  expect(telemetryExport(target, here, [])).toEqual(tied)
  const metrics = { ...here, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:4318/v1/metrics' }
  expect(telemetryExport(target, metrics, [])).toEqual(tied)
  const another = { ...here, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/another' }
  expect(telemetryExport(target, another, [])).toMatchObject({ to: 'left' })
})

it("passes over a project's files, as the CLI does", () => {
  const said = telemetryExport(target, {}, [layer('project', EXPORTING), layer('local', EXPORTING)])
  expect(variablesOf(said)).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: target.endpoint })
})

it('lets nothing lead astray that was meant for another receiver', () => {
  const meant = {
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'https://logs.example.com',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x=y',
  }
  const variables = variablesOf(telemetryExport(target, meant, []))
  expect(variables).toMatchObject({
    OTEL_EXPORTER_OTLP_HEADERS: '',
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://127.0.0.1:4318/v1/logs',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: '',
  })
  expect(JSON.stringify(variables)).not.toContain('secret')
})

it("keeps the caller's resource attributes, but for ours", () => {
  const caller = { OTEL_RESOURCE_ATTRIBUTES: 'team=blue, baton.launch=old ,broken,region=eu%20west' }
  const variables = variablesOf(telemetryExport({ ...target, project: 'a b,c' }, caller, []))
  expect(variables['OTEL_RESOURCE_ATTRIBUTES']).toBe(
    'team=blue,region=eu%20west,baton.launch=L1,baton.series=S1,baton.project=a%20b%2Cc',
  )
})

it('names a project by the same short key each time', () => {
  expect(projectKey('/a')).toMatch(/^[0-9a-f]{12}$/)
  expect(projectKey('/a')).toBe(projectKey('/a'))
  expect(projectKey('/a')).not.toBe(projectKey('/b'))
})

describe('what is to go to a port of the settings, where nobody listens', () => {
  const there = { ...EXPORTING, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_TRACES_EXPORTER: 'otlp' }
  const freePort = { ...target, endpoint: 'http://127.0.0.1:50123' }

  it('is meant for Baton and comes to the core that runs, traces and all', () => {
    const variables = variablesOf(telemetryExport({ ...freePort, vacant: [4318, 4317] }, there, []))
    expect(variables).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:50123',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_RESOURCE_ATTRIBUTES: OURS,
    })
    expect(variables).not.toHaveProperty('OTEL_TRACES_EXPORTER')
  })

  it('stays where somebody listens, another collector it may be', () => {
    const left = { to: 'left', why: 'exports to http://127.0.0.1:4318' }
    expect(telemetryExport(freePort, there, [])).toMatchObject(left)
    expect(telemetryExport({ ...freePort, vacant: [4317] }, there, [])).toMatchObject(left)
    const managed = telemetryExport({ ...freePort, vacant: [4318] }, {}, [layer('managed', there)])
    expect(managed).toMatchObject({ to: 'left', where: '/managed.json' })
  })
})
