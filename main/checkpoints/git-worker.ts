import { parentPort } from 'node:worker_threads'
import { runGit, type GitResult, type GitRun } from './git-process.ts'

/** Runs git for the thread that started this one. The results may come in another order than the runs. */

export type GitRequest = { id: number; run: GitRun }
export type GitReply = { id: number; result: GitResult }

const port = parentPort
if (port === null) throw new Error('git-worker runs in a thread of its own only')
port.on('message', async ({ id, run }: GitRequest) => {
  const reply: GitReply = { id, result: await runGit(run) }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  port.postMessage(reply)
})
