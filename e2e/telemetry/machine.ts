import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { RpcInput, RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { connect } from '../../main/server/client.ts'
import { readCoreLock } from '../../main/store/lock.ts'
import { runBaton, type BatonRun } from '../support/baton.ts'
import { makeWorld } from '../support/world.ts'

/** No session runs on it, so no model is asked. */
const NO_MODEL = 'http://127.0.0.1:9'
const PATIENCE = { timeout: 30_000, interval: 100 }

export interface Addresses {
  http: string
  grpc: string
}

/** A machine of a team: a home of its own with a `baton serve` that receives telemetry. */
export interface Machine {
  dataDir: string
  receivers: Addresses
  ask<M extends RpcMethod>(method: M, params: RpcInput<M>): Promise<RpcResult<M>>
  /** As the machine losing its power would, but for its disk. */
  kill(): Promise<void>
  /** Again, on the ports that it had. */
  start(): Promise<void>
  /** As a person would end it. */
  end(): Promise<void>
}

/** `telemetry`: of its settings. */
export async function openMachine(telemetry: object): Promise<Machine> {
  const world = makeWorld({ modelUrl: NO_MODEL })
  onTestFinished(() => world.close())
  mkdirSync(world.dataDir, { recursive: true })
  writeFileSync(join(world.dataDir, 'settings.json'), JSON.stringify({ telemetry }))
  let run: BatonRun
  const machine: Machine = {
    dataDir: world.dataDir,
    receivers: { http: 'http://127.0.0.1:0', grpc: 'http://127.0.0.1:0' },
    async ask(method, params) {
      const held = await readCoreLock(world.dataDir)
      if (held === null || held.url === null || held.token === null) throw new Error('the core does not listen')
      const client = await connect({ url: held.url, token: held.token, pid: held.pid })
      const answer = await client.call(method, params)
      if (!answer.ok) throw new Error(answer.problem.cause)
      return answer.value
    },
    async kill() {
      run.kill('SIGKILL')
      await run.exited
    },
    async start() {
      const { http, grpc } = machine.receivers
      const ports = ['--otlp-http-port', new URL(http).port, '--otlp-grpc-port', new URL(grpc).port]
      run = runBaton(['serve', '--json', '--port', '0', ...ports], { env: world.env, cwd: world.home })
      machine.receivers = await vi.waitFor(() => listening(run), PATIENCE)
    },
    async end() {
      run.kill('SIGTERM')
      await run.exited
    },
  }
  await machine.start()
  return machine
}

function listening(run: BatonRun): Addresses {
  const line = run
    .stdout()
    .split('\n')
    .find((text) => text.includes('"listening"'))
  if (line === undefined) throw new Error(`it does not listen yet: ${run.stderr()}`)
  const { otlpHttp, otlpGrpc } = JSON.parse(line) as { otlpHttp: string; otlpGrpc: string }
  return { http: otlpHttp, grpc: otlpGrpc }
}
