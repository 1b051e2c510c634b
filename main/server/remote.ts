import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'
import { hostName, readCertificate } from './certificate.ts'

/** Another address than 127.0.0.1 that is listened to: over TLS for browsers alone, or plain at IPv6's loopback for all. */
export interface Remote {
  /** IP address. */
  address: string
  /** All names that a browser may use for it, as they stand in an address. */
  names: string[]
  /** The one of them that is told to the person: what the certificate is valid for. */
  pageName: string
  /** PEM texts; null: plain, on loopback. */
  tls: { cert: string; key: string } | null
}

export interface RemoteOptions {
  /** `--host`, `--tls-cert`, `--tls-key`. */
  host: string | undefined
  certFile: string | undefined
  keyFile: string | undefined
}

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost']
const LOOPBACK_6: Remote = { address: '::1', names: [], pageName: '[::1]', tls: null }
const ANY_ADDRESS: readonly string[] = ['0.0.0.0', '[::]', '[::ffff:0:0]']
const TUNNEL = 'reach it through an SSH tunnel (ssh -L 4319:127.0.0.1:4319 HOST)'

/** What `--host` and its files ask for, checked before anything listens; null: plain loopback alone. `now` in ms since the epoch. */
export async function prepareRemote(options: RemoteOptions, now: number): Promise<Outcome<Remote | null>> {
  const { host, certFile, keyFile } = options
  const files = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : null
  const plain = certFile === undefined && keyFile === undefined
  if (host === undefined) {
    if (plain) return success(null)
    return wrongUse('--tls-cert', 'TLS is for an address that --host names', 'give --host ADDRESS, too')
  }
  if (plain && LOOPBACK.includes(host)) return success(null)
  if (plain && hostName(host) === LOOPBACK_6.pageName) return success(LOOPBACK_6)
  if (files === null) {
    const cause =
      'whoever reaches the port can type to the agents, and without TLS whoever is on the way can read and change it'
    const remedy = `give --tls-cert FILE and --tls-key FILE, as from \`mkcert -cert-file cert.pem -key-file key.pem ${host}\`, or leave --host out and ${TUNNEL}`
    return wrongUse(`--host ${host}`, cause, remedy)
  }
  const found = await findAddress(host)
  if (!found.ok) return found
  const certificate = await readCertificate(files, now)
  if (!certificate.ok) return certificate
  const { name, address } = found.value
  const { names, cert, key } = certificate.value
  const own = [hostName(address) ?? address, name]
  const pageName = [name, ...names].find((one) => names.includes(one)) ?? name
  return success({ address, names: [...new Set([...own, ...names])], pageName, tls: { cert, key } })
}

async function findAddress(host: string): Promise<Outcome<{ name: string; address: string }>> {
  const name = hostName(host)
  if (name === null || host === '' || /[/?#@]/.test(host)) {
    return wrongUse(
      `--host ${host}`,
      'that is no address',
      'give an IP address or a name of this machine, without a port',
    )
  }
  const bare = name.replace(/^\[|\]$/g, '')
  const address =
    isIP(bare) === 0
      ? await lookup(bare).then(
          (found) => found.address,
          () => null,
        )
      : bare
  if (address === null) return wrongUse(`--host ${host}`, 'no address is known for that name', 'give an IP address')
  if (ANY_ADDRESS.includes(hostName(address) ?? '')) {
    const cause = 'that is every network of this machine, the ones that you do not think of included'
    return wrongUse(`--host ${host}`, cause, `name the one address at which it is to be reached, or ${TUNNEL}`)
  }
  return success({ name, address })
}

function wrongUse(thing: string, cause: string, remedy: string): Outcome<never> {
  return failure('usage', thing, cause, remedy)
}
