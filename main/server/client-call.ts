import { request } from 'node:http'
import { describeProblem, failure } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { watchSilence } from './watch-silence.ts'
import { decodeOutcome } from './wire.ts'

export interface CoreAddress {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Control token. */
  token: string
  /** Of the core, to be named when it does not answer. */
  pid?: number
}

export function coreGone(url: string, detail: string): { ok: false; problem: ReturnType<typeof failure>['problem'] } {
  const cause = `it does not answer at ${url} (${detail})`
  return failure('core-gone', 'baton core', cause, 'run the command again, which starts it; every series is kept')
}

export function describeCoreGone(url: string, detail: string): string {
  return describeProblem(coreGone(url, detail).problem)
}

/** It has the port and the lock but is stopped, or hangs. */
function coreSilent({ url, pid }: CoreAddress): Outcome<never> {
  const cause = `it is there at ${url} and does not answer; if it goes on, it may still do what was asked`
  const end = pid === undefined ? 'end it' : `end it with \`kill -9 ${pid}\``
  const remedy = `wait if the machine is busy; else ${end} and run the command again: every series is kept`
  return failure('core-silent', pid === undefined ? 'baton core' : `baton core (pid ${pid})`, cause, remedy)
}

/**
 * One call. Its answer has no time limit: `core.quit` or a checkpoint may take minutes, and a core that dies closes the
 * connection. While it is out the core must answer a look at its health. Problems of its own: `core-gone`, `core-silent`.
 */
export function callCore<M extends RpcMethod>(
  address: CoreAddress,
  method: M,
  params: unknown,
): Promise<Outcome<RpcResult<M>>> {
  const { url, token } = address
  const body = JSON.stringify(params)
  return new Promise((done) => {
    const resolve = (outcome: Outcome<RpcResult<M>>): void => {
      stopWatching()
      done(outcome)
    }
    const stopWatching = watchSilence(url, () => {
      resolve(coreSilent(address))
      call.destroy()
    })
    const gone = (error: NodeJS.ErrnoException) => resolve(coreGone(url, error.code ?? error.message))
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const call = request(`${url}/rpc/${method}`, { method: 'POST', agent: false, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(decodeOutcome(method, Buffer.concat(chunks).toString('utf8'))))
      response.on('error', gone)
    })
    call.on('error', gone)
    call.end(body)
  })
}
