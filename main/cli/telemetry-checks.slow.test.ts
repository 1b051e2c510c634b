import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { coreOver, dataFolder } from '../core/testing.ts'
import type { RunningCore } from '../core/open.ts'
import { sendProbe } from '../telemetry/probe/send.ts'
import type { CoreHandle } from './core-access.ts'
import { telemetryChecks } from './telemetry-checks.ts'

/** A real core with its receivers, and the checks of `baton doctor` against it. */

function handleOf(core: RunningCore): CoreHandle {
  return { client: core.client, pid: process.pid, url: null, own: true, close: async () => {} }
}

async function checksOf(dataDir: string, core: RunningCore | null) {
  const [env, project] = [{ HOME: dataDir }, join(dataDir, 'project')]
  return telemetryChecks({ dataDir, project, env, core: core && handleOf(core), organisation: dataDir })
}

describe('baton doctor on telemetry', () => {
  it('sends a probe by each protocol, which is counted and no session of anyone', async () => {
    const dataDir = dataFolder()
    const core = await coreOver(dataDir, { telemetry: { httpPort: 0, grpcPort: 0 } })
    const said = (await checksOf(dataDir, core)).slice(0, 3)
    expect(said.map(({ name, ok }) => [name, ok])).toEqual([
      ['otlp json', 'ok'],
      ['otlp protobuf', 'ok'],
      ['otlp grpc', 'ok'],
    ])
    const state = await core.client.call('telemetry.state', {})
    expect(state).toMatchObject({ value: { received: { logs: { probe: 3 } }, unknown: [], lastError: null } })
    expect(await core.client.call('telemetry.sessions', {})).toEqual({ ok: true, value: [] })
  })

  it('says that the core takes no telemetry', async () => {
    const dataDir = dataFolder()
    const [check] = await checksOf(dataDir, await coreOver(dataDir))
    expect(check).toMatchObject({ name: 'telemetry', ok: 'warning', said: 'the core that runs takes no telemetry' })
  })

  it('names a port that a core is to take and another program has, and each agent that is set wrongly', async () => {
    const dataDir = dataFolder()
    const server = createServer()
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    const telemetry = {
      httpPort: port,
      grpcPort: 4317,
      forward: { endpoint: 'https://otel.example.com', headersVariable: 'NO' },
    }
    await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ telemetry }))
    await mkdir(join(dataDir, '.codex'))
    await writeFile(
      join(dataDir, '.codex', 'config.toml'),
      '[otel]\nexporter = { otlp-http = { endpoint = "http://localhost:9" } }\n',
    )
    await mkdir(join(dataDir, '.gemini'))
    await mkdir(join(dataDir, '.claude'))
    const env = { CLAUDE_CODE_ENABLE_TELEMETRY: '1', OTEL_LOGS_EXPORTER: 'otlp' }
    await writeFile(join(dataDir, '.claude', 'settings.json'), JSON.stringify({ env }))
    const checks = await checksOf(dataDir, null)
    await new Promise((closed) => server.close(closed))
    const found = checks.map(({ name, ok, said }) => `${ok} ${name}: ${said}`)
    expect(found).toContainEqual(expect.stringMatching(`^warning otlp port: ${port} is used by`))
    expect(found).toContainEqual(expect.stringMatching(/^warning claude telemetry: OTEL_METRICS_EXPORTER is missing/))
    expect(found).toContainEqual(
      expect.stringMatching(/^problem claude telemetry: OTEL_EXPORTER_OTLP_PROTOCOL is missing/),
    )
    expect(found).toContainEqual(expect.stringMatching(/^warning codex telemetry: endpoint of otel.exporter .* port 9/))
    expect(found).toContainEqual(expect.stringMatching(/^ok gemini telemetry: .*baton env/))
    expect(found).toContainEqual(expect.stringMatching(/^warning forwarding: NO: /))
  })
})

describe('a probe', () => {
  it.each(['http/json', 'http/protobuf', 'grpc'] as const)('by %s says that nobody listens', async (way) => {
    const server = createServer()
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const { port } = server.address() as AddressInfo
    await new Promise((closed) => server.close(closed))
    expect(await sendProbe(way, port, Date.now())).toMatchObject({ taken: false, why: expect.stringMatching(/\w{5}/) })
  })

  it.each(['http/json', 'http/protobuf', 'grpc'] as const)(
    'by %s takes no other server for a receiver',
    async (way) => {
      const server = createServer((socket) => {
        socket.on('error', () => {}).resume()
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello')
      })
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      const { port } = server.address() as AddressInfo
      expect(await sendProbe(way, port, Date.now())).toMatchObject({ taken: false })
      await new Promise((closed) => server.close(closed))
    },
  )
})
