import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'

export interface PortHolder {
  pid: number
  /** Name of the program as the process table has it. */
  program: string
}

/** A port's holder is worth this wait, no more. Milliseconds. */
const LSOF_TIMEOUT_MS = 2_000

/** Who listens on a TCP port of this machine; null when it cannot be found out (another user's process, Windows). */
export async function portHolder(port: number): Promise<PortHolder | null> {
  if (process.platform === 'linux') return linuxHolder(port)
  if (process.platform === 'darwin') return lsofHolder(port)
  return null
}

async function linuxHolder(port: number): Promise<PortHolder | null> {
  const tables = await Promise.all([readOrEmpty('/proc/net/tcp'), readOrEmpty('/proc/net/tcp6')])
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return null
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (await holdsOne(pid, sockets)) {
      return { pid: Number(pid), program: (await readOrEmpty(`/proc/${pid}/comm`)).trim() }
    }
  }
  return null
}

/** Inodes of the sockets that listen on `port`, from a table as in proc_net_tcp(5). */
export function listeningInodes(table: string, port: number): string[] {
  const LISTEN = '0A'
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTEN && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
    .map((fields) => fields[9] ?? '')
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const fds = await readdir(folder).catch(() => [])
  const links = await Promise.all(fds.map((fd) => readlink(`${folder}/${fd}`).catch(() => '')))
  return links.some((link) => sockets.has(link))
}

function lsofHolder(port: number): Promise<PortHolder | null> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  return new Promise((resolve) => {
    execFile('lsof', args, { timeout: LSOF_TIMEOUT_MS }, (error, stdout) => resolve(error ? null : parseLsof(stdout)))
  })
}

/** The first process of `lsof -Fpc`: a line `p<pid>`, a line `c<command>`. */
export function parseLsof(output: string): PortHolder | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  const program = /^c(.+)$/m.exec(output)?.[1]
  return pid === undefined || program === undefined ? null : { pid: Number(pid), program }
}

/** Empty when the process is gone or not ours to look at. */
function readOrEmpty(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
