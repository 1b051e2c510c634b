import { Worker } from 'node:worker_threads'
import { workerUrl } from '../package/worker-url.ts'
import type { GitResult, GitRun } from './git-process.ts'
import type { GitReply, GitRequest } from './git-worker.ts'

/**
 * Starting a process blocks its thread until the new program has begun: 5 to 25 ms on two busy processors. Turn ends start several
 * git processes, and hooks of other sessions must not wait for them.
 */

interface GitThread {
  worker: Worker
  waiting: Map<number, (result: GitResult) => void>
}

let thread: GitThread | null = null
let lastId = 0

/** Runs git in the thread of its own, which is started at the first use and keeps no process alive by itself. */
export function runInThread(run: GitRun): Promise<GitResult> {
  const { worker, waiting } = (thread ??= startThread())
  return new Promise((resolve) => {
    const id = ++lastId
    waiting.set(id, resolve)
    worker.ref()
    const request: GitRequest = { id, run }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage(request)
  })
}

function startThread(): GitThread {
  const worker = new Worker(workerUrl(import.meta.url, 'git-worker.ts', 'git-worker.js'), { execArgv: [] })
  const waiting: GitThread['waiting'] = new Map()
  worker.on('message', ({ id, result }: GitReply) => {
    const { buffer, byteOffset, byteLength } = result.stdout
    waiting.get(id)?.({ ...result, stdout: Buffer.from(buffer, byteOffset, byteLength) })
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
  })
  const fail = (why: string): void => {
    // The next run starts another.
    if (thread?.worker === worker) thread = null
    const result = { code: null, stdout: Buffer.alloc(0), truncated: false, why: `git cannot be run (${why})` }
    for (const resolve of waiting.values()) resolve(result)
    waiting.clear()
  }
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
  worker.on('exit', (code) => fail(`its thread exited with code ${code}`))
  worker.unref()
  return { worker, waiting }
}
