import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkGeminiSettings, checkGeminiTelemetry } from './telemetry-check.ts'

const PORTS = { http: 4318, grpc: 4317 }
const GOOD = { enabled: true, target: 'local', otlpEndpoint: 'http://127.0.0.1:4318', otlpProtocol: 'http' }

const file = (telemetry: object) => ({ file: '/s.json', text: JSON.stringify({ telemetry }) })
const check = (telemetry: object, env: Record<string, string> = {}) =>
  checkGeminiSettings([file(telemetry)], env, PORTS)

it('finds nothing wrong with what `baton env` prints, comments and all', () => {
  const fine = [{ ok: 'ok', said: 'every session of Gemini CLI is sent to Baton', remedy: '' }]
  expect(check(GOOD)).toEqual(fine)
  const text = `// mine\n{ "telemetry": ${JSON.stringify(GOOD)}, /* more */ }`
  expect(checkGeminiSettings([{ file: '/s.json', text }], {}, PORTS)).toEqual(fine)
  expect(check({ enabled: true })).toEqual(fine)
})

it.each<[object, Record<string, string>, RegExp]>([
  [{ ...GOOD, enabled: false }, {}, /telemetry\.enabled is "false" by \/s\.json/],
  [{ otlpEndpoint: GOOD.otlpEndpoint }, {}, /telemetry\.enabled is missing/],
  [{ ...GOOD, otlpProtocol: undefined }, {}, /port for HTTP, and the protocol is gRPC \(otlpProtocol is missing/],
  [{ ...GOOD, otlpEndpoint: 'http://localhost:4317' }, {}, /port for gRPC, and the protocol is HTTP/],
  [{ ...GOOD, otlpEndpoint: 'http://localhost:9' }, {}, /telemetry\.otlpEndpoint \(\/s\.json\) is port 9/],
  [{ ...GOOD, otlpEndpoint: undefined }, {}, /otlpEndpoint is missing, so its default is taken/],
  [{ ...GOOD, otlpProtocol: 'https' }, {}, /telemetry\.otlpProtocol is "https"/],
  [{ ...GOOD, outfile: '/tmp/x' }, {}, /goes to that file, not to Baton/],
  [GOOD, { GEMINI_TELEMETRY_OTLP_ENDPOINT: 'http://localhost:9' }, /\(GEMINI_TELEMETRY_OTLP_ENDPOINT\) is port 9/],
  [GOOD, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, /\(OTEL_EXPORTER_OTLP_ENDPOINT\).*port for gRPC/],
  [GOOD, { GEMINI_TELEMETRY_ENABLED: 'false' }, /telemetry\.enabled is "false" by GEMINI_TELEMETRY_ENABLED/],
])('names what is wrong in %j with %j', (telemetry, env, said) => {
  const [finding, ...more] = check(telemetry, env)
  expect(more).toEqual([])
  expect(finding).toMatchObject({ ok: 'warning', said: expect.stringMatching(said) })
  expect(finding?.remedy).not.toBe('')
})

it('leaves alone what goes elsewhere or is not set up', () => {
  expect(check({ ...GOOD, target: 'gcp' })[0]).toMatchObject({
    ok: 'ok',
    said: expect.stringContaining('Google Cloud'),
  })
  const elsewhere = { ...GOOD, otlpEndpoint: 'https://otel.example.com' }
  expect(check(elsewhere)[0]).toMatchObject({ ok: 'ok', said: expect.stringContaining('otel.example.com') })
  expect(check({})[0]).toMatchObject({ ok: 'ok', said: expect.stringContaining('`baton env`') })
})

it('says that a file cannot be read', () => {
  const [broken] = checkGeminiSettings([{ file: '/s.json', text: '{"telemetry":' }], {}, PORTS)
  expect(broken).toMatchObject({ ok: 'warning', said: '/s.json cannot be read as JSON' })
})

it("lets a project's file win over the user's, and says nothing where Gemini is not used", async () => {
  const root = await mkdtemp(join(tmpdir(), 'baton-gemini-'))
  const [home, project] = [join(root, 'home'), join(root, 'project')]
  expect(await checkGeminiTelemetry(PORTS, { HOME: home }, project)).toBeNull()
  for (const [folder, telemetry] of [
    [home, GOOD],
    [project, { otlpEndpoint: 'http://localhost:9' }],
  ] as const) {
    await mkdir(join(folder, '.gemini'), { recursive: true })
    await writeFile(join(folder, '.gemini', 'settings.json'), JSON.stringify({ telemetry }))
  }
  const [finding] = (await checkGeminiTelemetry(PORTS, { HOME: home }, project)) ?? []
  expect(finding?.said).toContain(join(project, '.gemini', 'settings.json'))
  await rm(root, { recursive: true })
})
