/** One listener as its clients know it. */
export interface Site {
  port: number
  secure: boolean
  /** The `Host` headers it answers to, lower-case. Any other name is a page that rebound its DNS. */
  hosts: ReadonlySet<string>
  /** Takes hooks and commands: the plain one on loopback alone. */
  local: boolean
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

export function loopbackSite(port: number): Site {
  return { port, secure: false, hosts: hostsOf(LOOPBACK_NAMES, port, 80), local: true }
}

/** `names` as they stand in an address: lower-case, IPv6 in brackets. */
export function remoteSite(names: readonly string[], port: number): Site {
  return { port, secure: true, hosts: hostsOf(names, port, 443), local: false }
}

/** The origin of a page that was loaded by this `Host`, and the address of a socket of the same origin. */
export function originOf(site: Site, host: string): string {
  return `${site.secure ? 'https' : 'http'}://${host.toLowerCase()}`
}

export function socketOriginOf(site: Site, host: string): string {
  return `${site.secure ? 'wss' : 'ws'}://${host.toLowerCase()}`
}

/** Browsers leave the scheme's own port out. */
function hostsOf(names: readonly string[], port: number, usual: number): ReadonlySet<string> {
  const hosts = names.map((name) => `${name}:${port}`)
  return new Set(port === usual ? [...hosts, ...names] : hosts)
}
