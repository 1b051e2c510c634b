import { setTimeout as delay } from 'node:timers/promises'
import { cleanText } from '../../../../contract/text.ts'
import { isMainThread, scanTranscript, textOf } from './scan.ts'

/** The last answer stands near the end; only copies of requests can lie behind it. Bytes. */
const TAIL_BYTES = 256 * 1024
/** Between two looks, ms: one short read each. */
const LOOK_MS = 10

/**
 * Waits until the main thread's last answer in the transcript is `answer`: the CLI appends lines on its own time, and a
 * turn-end hook can come before the line that it is about. Milliseconds waited; null when `limitMs` passed first.
 */
export async function untilAnswerWritten(path: string, answer: string, limitMs: number): Promise<number | null> {
  const began = performance.now()
  const wanted = cleanText(answer).trim()
  if (wanted === '') return 0
  for (;;) {
    if ((await lastAnswer(path)) === wanted) return performance.now() - began
    if (performance.now() - began > limitMs) return null
    await delay(LOOK_MS)
  }
}

async function lastAnswer(path: string): Promise<string> {
  let last = ''
  await scanTranscript(path, { words: ['"type":"assistant"'], lastBytes: TAIL_BYTES }, (line) => {
    if (!isMainThread(line)) return
    const said = textOf(line)
    if (said !== '') last = said
  })
  return cleanText(last).trim()
}
