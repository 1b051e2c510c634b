import { request } from 'node:http'
import { describeProblem, failure } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import type { RpcMethod, RpcResult } from '../../contract/rpc.ts'
import { decodeOutcome } from './wire.ts'

export interface CoreAddress {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Control token. */
  token: string
}

export function coreGone(url: string, detail: string): { ok: false; problem: ReturnType<typeof failure>['problem'] } {
  const cause = `it does not answer at ${url} (${detail})`
  return failure('core-gone', 'baton core', cause, 'run the command again, which starts it; every series is kept')
}

export function describeCoreGone(url: string, detail: string): string {
  return describeProblem(coreGone(url, detail).problem)
}

/**
 * One call. There is no time limit: `core.quit` or a checkpoint may take minutes, and a core that dies closes the
 * connection.
 */
export function callCore<M extends RpcMethod>(
  { url, token }: CoreAddress,
  method: M,
  params: unknown,
): Promise<Outcome<RpcResult<M>>> {
  const body = JSON.stringify(params)
  return new Promise((resolve) => {
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
