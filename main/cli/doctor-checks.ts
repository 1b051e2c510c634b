import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname } from 'node:path'

/** One thing that Baton needs. */
export interface Check {
  name: string
  ok: 'ok' | 'warning' | 'problem'
  /** One sentence without a full stop. */
  said: string
  /** What to do about it, without a full stop; empty when ok. */
  remedy: string
}

/** Below the first a night's checkpoints and ledger may not fit; below the second SQLite may fail at once. Bytes. */
const LITTLE_SPACE = 1024 ** 3
const NO_SPACE = 50 * 1024 ** 2
/** Worktree commits with a temporary index need nothing newer. */
const OLDEST_GIT = [2, 20] as const
const GIT_LIMIT_MS = 5_000

/** `statfs` types on which SQLite's locks and shared memory are not to be trusted (linux/magic.h). */
const NETWORK_FILE_SYSTEMS: Record<number, string> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB',
  0x01021997: '9P',
  0x5346414f: 'AFS',
  0x00c36400: 'Ceph',
  0x65735546: 'FUSE',
}

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const fine = major > 22 || (major === 22 && minor >= 22)
  return {
    name: 'node',
    ok: fine ? 'ok' : 'problem',
    said: `Node ${version}`,
    remedy: fine ? '' : 'install Node 22.22 or newer (https://nodejs.org)',
  }
}

/** Git at all, and whether the project is a repository: without one a checkpoint keeps files only. */
export async function checkGit(project: string, env: NodeJS.ProcessEnv): Promise<Check> {
  const name = 'git'
  const version = await ask('git', ['--version'], project, env)
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version ?? '') ?? []
  if (version === null)
    return {
      name,
      ok: 'problem',
      said: 'git is not on the PATH, so a checkpoint keeps no work tree',
      remedy: 'install git',
    }
  const number = `${major}.${minor}`
  if (Number(major) < OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) < OLDEST_GIT[1]))
    return { name, ok: 'warning', said: `git ${number} is old`, remedy: `install git ${OLDEST_GIT.join('.')} or newer` }
  const inside = await ask('git', ['rev-parse', '--is-inside-work-tree'], project, env)
  if (inside?.trim() !== 'true')
    return {
      name,
      ok: 'warning',
      said: `git ${number}; ${project} is no repository, so a checkpoint keeps the dev-docs only`,
      remedy: `run \`git init\` in ${project}`,
    }
  return { name, ok: 'ok', said: `git ${number}, ${project} is a repository`, remedy: '' }
}

/** Writable, on a local file system, with room. A folder that is not there yet is judged by the one it will be made in. */
export async function checkDataFolder(dataDir: string): Promise<Check[]> {
  const place = await nearestExisting(dataDir)
  const isFolder = (await stat(place)).isDirectory()
  const writable = await access(place, constants.W_OK).then(
    () => isFolder,
    () => false,
  )
  const { type, bavail, bsize } = await statfs(place)
  const network = NETWORK_FILE_SYSTEMS[type >>> 0]
  const free = bavail * bsize
  const another = 'choose another folder with --data-dir or BATON_DATA_DIR'
  return [
    writable
      ? { name: 'data folder', ok: 'ok', said: `${dataDir} can be written`, remedy: '' }
      : {
          name: 'data folder',
          ok: 'problem',
          said: isFolder ? `${place} cannot be written` : `${place} is a file, not a folder`,
          remedy: isFolder ? `mend its permissions, or ${another}` : another,
        },
    network === undefined
      ? { name: 'file system', ok: 'ok', said: 'the data folder is on a local file system', remedy: '' }
      : {
          name: 'file system',
          ok: network === 'FUSE' ? 'warning' : 'problem',
          said: `the data folder is on ${network}, where a database can be damaged`,
          remedy: another,
        },
    {
      name: 'free space',
      ok: free < NO_SPACE ? 'problem' : free < LITTLE_SPACE ? 'warning' : 'ok',
      said: `${spaceText(free)} free for the data folder`,
      remedy: free < LITTLE_SPACE ? `free some space, or ${another}` : '',
    },
  ]
}

/** The port that `serve` takes when none is named. `ours`: pid of the core that lives there rightly. */
export async function checkPort(port: number, ours: number | null): Promise<Check> {
  const name = 'port'
  if (await isFree(port)) return { name, ok: 'ok', said: `${port} is free`, remedy: '' }
  const { portHolder } = await import('../server/port-holder.ts')
  const holder = await portHolder(port)
  if (holder !== null && holder.pid === ours)
    return { name, ok: 'ok', said: `${port} is used by this core (pid ${ours})`, remedy: '' }
  const who = holder === null ? 'another program' : `${holder.program} (pid ${holder.pid})`
  return {
    name,
    ok: 'warning',
    said: `${port} is used by ${who}`,
    remedy: 'give `baton serve` another one with --port N; `baton run` needs none',
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

async function nearestExisting(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  )
  return there || dirname(path) === path ? path : nearestExisting(dirname(path))
}

function spaceText(bytes: number): string {
  return bytes < 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`
}

function ask(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, timeout: GIT_LIMIT_MS }, (error, stdout) => resolve(error ? null : stdout))
  })
}
