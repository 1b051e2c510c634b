import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { REPOSITORY } from './world.ts'

/** Debian's prometheus, laid there without being installed: no service of it is started. */
const UNPACKED = join(REPOSITORY, 'node_modules/.cache/prometheus')
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', HOME: tmpdir(), LANG: 'C.UTF-8' }
/** An archive of 30 MB, from a mirror that may be far. */
const DOWNLOAD_LIMIT_MS = 120_000

export interface PrometheusTools {
  prometheus: string
  promtool: string
}

/** The real programs: those of the machine, else Debian's package, unpacked in a folder of ours. In words: why there are none. */
export function prometheusTools(): PrometheusTools | string {
  const folders = ['/usr/bin', '/usr/local/bin', join(UNPACKED, 'usr/bin')]
  const found = folders.find((folder) => existsSync(join(folder, 'prometheus')) && existsSync(join(folder, 'promtool')))
  if (found !== undefined) return { prometheus: join(found, 'prometheus'), promtool: join(found, 'promtool') }
  if (!existsSync('/etc/debian_version')) return 'prometheus is not installed, and this is no Debian to take it from'
  try {
    mkdirSync(UNPACKED, { recursive: true })
    const download = mkdtempSync(join(UNPACKED, 'download-'))
    const how = { cwd: download, env: ENVIRONMENT, stdio: 'pipe', timeout: DOWNLOAD_LIMIT_MS } as const
    execFileSync('sh', ['-c', 'apt-get download prometheus && dpkg-deb -x ./*.deb .. && rm ./*.deb'], how)
  } catch (error) {
    return `prometheus could not be had from Debian: ${error instanceof Error ? error.message : String(error)}`
  }
  return prometheusTools()
}

/** What a promtool command says; fails the test, with all of it, where promtool is not content. */
export function promtool({ promtool: program }: PrometheusTools, args: readonly string[], input = ''): string {
  return execFileSync(program, args, { input, env: ENVIRONMENT, encoding: 'utf8' })
}

export interface RunningPrometheus {
  /** A query's result now. */
  query(expression: string): Promise<Sample[]>
  /** Any path of its API; fails the test when it is refused. */
  api(path: string): Promise<unknown>
}

export interface Sample {
  metric: Record<string, string>
  value: number
}

/** Starts it on a free port of loopback, with this configuration, until the test ends. */
export async function startPrometheus(tools: PrometheusTools, config: object): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-scrape-'))
  const file = join(folder, 'prometheus.yml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(config))
  const address = `127.0.0.1:${await freePort()}`
  const child = spawn(
    tools.prometheus,
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    { cwd: folder, env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (data: string) => (said += data))
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  })
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`prometheus ended: ${said}`)
      if (!(await fetch(`http://${address}/-/ready`)).ok) throw new Error('it is not ready')
    },
    { timeout: 30_000, interval: 100 },
  )
  const api = async (path: string): Promise<unknown> => {
    const answer = (await (await fetch(`http://${address}/api/v1/${path}`)).json()) as Answer
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.error}`)
    return answer.data
  }
  return {
    api,
    async query(expression) {
      const { result } = (await api(`query?query=${encodeURIComponent(expression)}`)) as {
        result: { metric: Record<string, string>; value: [number, string] }[]
      }
      return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
    },
  }
}

interface Answer {
  status: 'success' | 'error'
  data: unknown
  error?: string
}

/** Prometheus does not say which port it took, so it is given one. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
