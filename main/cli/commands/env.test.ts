import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { beforeEach, describe, expect, it } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import type { ReceiverView, TelemetryState } from '../../../contract/telemetry.ts'
import { success } from '../../../contract/problem.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'

function receiver(protocol: 'http' | 'grpc', port: number | null): ReceiverView {
  const state = port === null ? 'failed' : 'listening'
  return { protocol, state, wantedPort: 4318, port, problem: null, requests: {}, bytes: 0 }
}

function stateOf(...receivers: ReceiverView[]): TelemetryState {
  const received = { metrics: {}, logs: {}, traces: {} }
  const queue = { requests: 0, bytes: 0 }
  const since = '2026-11-22T10:00:00.000Z'
  return { since, receivers, received, steps: [], queue, unknown: [], lastError: null, forward: null }
}

let core: LiveTestCore
let state: TelemetryState | null
beforeEach(async () => {
  state = stateOf(receiver('http', 5318), receiver('grpc', 5317))
  core = await liveTestCore({ 'telemetry.state': async () => success(state) })
  return () => core.close()
})

describe('baton env', () => {
  it('is taken up by bash and sets what Claude Code needs, for the ports of the live core', async () => {
    const { out, err, code } = await core.baton('env', '--shell', 'bash')
    expect([code, err]).toEqual([0, ''])
    const bash = (script: string) =>
      execFileSync('bash', ['--norc', '-c', script], { env: { PATH: '/usr/bin:/bin', PRINTED: out }, encoding: 'utf8' })
    const set = bash('eval "$PRINTED"; unset PRINTED; env').split('\n')
    expect(set.filter((line) => /^(OTEL|CLAUDE|GEMINI)/.test(line)).sort()).toEqual([
      'CLAUDE_CODE_ENABLE_TELEMETRY=1',
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:5318',
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
      'OTEL_LOGS_EXPORTER=otlp',
      'OTEL_METRICS_EXPORTER=otlp',
    ])
  })

  it('shows for Codex and Gemini what their own files take', async () => {
    const { codex, gemini } = JSON.parse((await core.baton('env', '--json')).out)
    expect(parseToml(codex)).toMatchObject({
      otel: {
        exporter: { 'otlp-http': { endpoint: 'http://127.0.0.1:5318/v1/logs', protocol: 'binary' } },
        metrics_exporter: { 'otlp-http': { endpoint: 'http://127.0.0.1:5318/v1/metrics' } },
      },
    })
    expect(gemini).toMatchObject({ telemetry: { otlpEndpoint: 'http://127.0.0.1:5318', otlpProtocol: 'http' } })
    const { out } = await core.baton('env', '--shell', 'fish')
    for (const line of [...codex.split('\n'), ...JSON.stringify(gemini, null, 2).split('\n')])
      expect(out).toContain(`#   ${line}\n`.trimEnd())
    expect(out).toContain("set -gx OTEL_LOGS_EXPORTER 'otlp'")
  })

  it('uses gRPC where HTTP has no port', async () => {
    state = stateOf(receiver('http', null), receiver('grpc', 5317))
    const { variables, live, codex } = JSON.parse((await core.baton('env', '--json')).out)
    expect({ variables, live }).toMatchObject({
      live: true,
      variables: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:5317' },
    })
    expect(parseToml(codex)).toMatchObject({
      otel: { exporter: { 'otlp-grpc': { endpoint: 'http://127.0.0.1:5317' } } },
    })
  })

  it('says that ports hold only as long as the core that runs, where they are not those of the settings', async () => {
    const asked = async () => JSON.parse((await core.baton('env', '--json')).out)
    expect(await asked()).toMatchObject({ live: true, why: expect.stringMatching(/for as long as it lives/) })
    state = stateOf(receiver('http', 4318), receiver('grpc', 4317))
    expect(await asked()).toMatchObject({ live: true, why: null })
  })

  it('says when the live core takes none', async () => {
    state = null
    expect((await core.baton('env', '--shell', 'zsh')).out).toContain('# Note: the core that runs takes no telemetry.')
  })
})

describe('baton env without a core', () => {
  it('goes by the settings and says so', async () => {
    await core.die()
    const dataDir = join(core.dir, 'data')
    const said = async () => JSON.parse((await core.baton('env', '--json')).out)
    expect(await said()).toMatchObject({
      live: false,
      http: 4318,
      grpc: 4317,
      why: expect.stringMatching(/no core is running/),
    })
    const telemetry = { ...Settings.parse({}).telemetry, httpPort: 6318 }
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ telemetry }))
    expect(await said()).toMatchObject({ live: false, http: 6318, why: expect.stringMatching(/no core is running/) })
    writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ telemetry: { enabled: false } }))
    expect(await said()).toMatchObject({ why: 'the receiver is switched off in the settings' })
  })

  it('takes no shell that it does not know', async () => {
    const { code, err } = await core.baton('env', '--shell', 'tcsh')
    expect(code).toBe(2)
    expect(err).toMatch(/bash, zsh, fish, powershell/)
  })
})
