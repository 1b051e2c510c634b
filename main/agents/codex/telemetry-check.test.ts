import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkCodexConfig, checkCodexTelemetry, codexHome } from './telemetry-check.ts'

const PORTS = { http: 4318, grpc: 4317 }
const http = (path: string, port = 4318, protocol = 'binary') =>
  `{ otlp-http = { endpoint = "http://127.0.0.1:${port}${path}", protocol = "${protocol}" } }`
const config = (logs: string, metrics = http('/v1/metrics')) =>
  `model = "gpt-5.5"\n[otel]\nexporter = ${logs}\nmetrics_exporter = ${metrics}\n`
const check = (text: string) => checkCodexConfig(text, '/c.toml', PORTS)

it('finds nothing wrong with what `baton env` prints', () => {
  expect(check(config(http('/v1/logs'))).map(({ ok }) => ok)).toEqual(['ok', 'ok'])
  const grpc = '{ otlp-grpc = { endpoint = "http://127.0.0.1:4317" } }'
  expect(check(config(grpc, grpc)).map(({ ok }) => ok)).toEqual(['ok', 'ok'])
})

it.each([
  [config(http('')), /endpoint of otel\.exporter in \/c\.toml is used as it is, and lacks the path \/v1\/logs/],
  [config(http('/v1/metrics')), /lacks the path \/v1\/logs/],
  [config(http('/v1/logs', 4317)), /port for gRPC, and the protocol is HTTP/],
  [config(http('/v1/logs', 9)), /port 9 of this machine/],
  [config(http('/v1/logs', 4318, 'grpc')), /protocol of otel\.exporter in \/c\.toml is "grpc"/],
  [config('{ otlp-grpc = { endpoint = "http://127.0.0.1:4318" } }'), /port for HTTP, and the protocol is gRPC/],
  [config('"none"'), /otel\.exporter in \/c\.toml is none: requests and their tokens are not told/],
  [config('{ otlp-http = { endpoint = 5 } }'), /is nothing that Codex knows/],
  [`[otel]\nmetrics_exporter = ${http('/v1/metrics')}`, /otel\.exporter in \/c\.toml is missing/],
  ['[otel\n', /cannot be read as TOML \(line 1\)/],
])('names what is wrong in %j', (text, said) => {
  const wrong = check(text).filter(({ ok }) => ok !== 'ok')
  expect(wrong).toHaveLength(1)
  expect(wrong[0]?.said).toMatch(said)
  expect(wrong[0]?.remedy).not.toBe('')
})

it('leaves alone what goes elsewhere, and never shows a header', () => {
  const there =
    '{ otlp-http = { endpoint = "https://otel.example.com/v1/logs", headers = { authorization = "s3cret" } } }'
  const found = check(config(there, '"statsig"'))
  expect(found.map(({ ok }) => ok)).toEqual(['ok', 'ok'])
  expect(found[0]?.said).toContain('otel.example.com')
  expect(JSON.stringify(found)).not.toContain('s3cret')
})

it('says what is missing where nothing is set', () => {
  for (const text of ['', 'model = "x"', '[otel]\nenvironment = "dev"'])
    expect(check(text)).toEqual([{ ok: 'ok', said: expect.stringContaining('`baton env`'), remedy: '' }])
})

it('reads the file of CODEX_HOME without changing it, and says nothing where Codex is not used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-codex-'))
  expect(await checkCodexTelemetry(PORTS, { CODEX_HOME: folder })).toBeNull()
  await writeFile(join(folder, 'config.toml'), config(http('/v1/logs')))
  expect(await checkCodexTelemetry(PORTS, { CODEX_HOME: folder })).toHaveLength(2)
  expect(await readFile(join(folder, 'config.toml'), 'utf8')).toBe(config(http('/v1/logs')))
  expect(codexHome({ HOME: '/h' })).toBe('/h/.codex')
  await rm(folder, { recursive: true })
})
