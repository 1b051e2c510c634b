import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanText } from '../../../../contract/text.ts'
import { isMainThread, scanTranscript, textOf } from './scan.ts'

/** The last answer mostly stands in the first of these, counted from the end; copies of requests can lie behind it. Bytes. */
const TAILS = [16 * 1024, 256 * 1024]
/** Between two looks, ms: a stat each, and a short read when the file has grown. */
const LOOK_MS = 10

/**
 * Waits until the main thread's last answer in the transcript is `answer`: the CLI appends lines on its own time, and a
 * turn-end hook can come before the line that it is about. Milliseconds waited; null when `limitMs` passed first.
 */
export async function untilAnswerWritten(path: string, answer: string, limitMs: number): Promise<number | null> {
  const began = performance.now()
  const wanted = cleanText(answer).trim()
  if (wanted === '') return 0
  let looked = -1
  for (;;) {
    const size = await sizeOf(path)
    if (size !== looked && (await lastAnswer(path)) === wanted) return performance.now() - began
    looked = size
    if (performance.now() - began > limitMs) return null
    await delay(LOOK_MS)
  }
}

/** Bytes; -1: there is no such file yet. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => -1,
  )
}

async function lastAnswer(path: string): Promise<string> {
  for (const lastBytes of TAILS) {
    const last = await lastAnswerWithin(path, lastBytes)
    if (last !== '') return cleanText(last).trim()
  }
  return ''
}

async function lastAnswerWithin(path: string, lastBytes: number): Promise<string> {
  let last = ''
  await scanTranscript(path, { words: ['"type":"assistant"'], lastBytes }, (line) => {
    if (!isMainThread(line)) return
    const said = textOf(line)
    if (said !== '') last = said
  })
  return last
}
