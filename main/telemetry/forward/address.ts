import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { Signal } from '../../otlp/points.ts'

/**
 * Where each signal is sent to. Problem `forward-endpoint`: the address carries a name, a password or a query. It is shown
 * on screens, so secrets belong into headers.
 */
export function signalAddresses(endpoint: string): Outcome<Record<Signal, string>> {
  const url = URL.parse(endpoint)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    const cause = 'it is no http or https address'
    return failure('forward-endpoint', endpoint, cause, 'give one such as https://collector.example:4318')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const cause = 'the address holds a name, a password or a query'
    const remedy = 'put secrets into telemetry.forward.headersFile, and leave the bare address'
    return failure('forward-endpoint', url.host, cause, remedy)
  }
  const base = url.href.replace(/\/+$/, '')
  const of = (signal: Signal): string => `${base}/v1/${signal}`
  return success({ metrics: of('metrics'), logs: of('logs'), traces: of('traces') })
}

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]'])

/** Sending there would bring everything back in, for ever. `ports`: those of this Baton's own receivers. */
export function leadsBack(endpoint: string, ports: readonly number[]): boolean {
  const url = URL.parse(endpoint)
  if (url === null || url.protocol !== 'http:') return false
  const port = url.port === '' ? 80 : Number(url.port)
  return ports.includes(port) && (THIS_MACHINE.has(url.hostname) || url.hostname.startsWith('127.'))
}
