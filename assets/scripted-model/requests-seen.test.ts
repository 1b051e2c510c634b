import { expect, test } from 'vitest'
import { checkpointRequest, nextBoxPrompt, repairRequest, softNudge } from '../../main/checkpoints/requests.ts'
import { interruptedText, readFilesText, verifyFailedText } from '../../main/series/words.ts'
import type { Entry } from './entries.ts'
import { requestsSeen, standingRequest } from './requests-seen.ts'

const paths = ['dev/active/t/t-plan.md', 'dev/active/t/t-context.md', 'dev/active/t/t-tasks.md']
const checkpoint = checkpointRequest({ task: 't', paths, used: 200_000, window: 1_000_000 })

const stop = (text: string): Entry => ({ kind: 'hook', event: 'Stop', text })
const midTurn = (text: string): Entry => ({ kind: 'hook', event: 'PostToolUse', text })
const prompt = (text: string): Entry => ({ kind: 'prompt', text })
const begun: Entry[] = [prompt('Pick up the task.'), { kind: 'reply-end', open: false }]

function kindAfterStart(entry: Entry): string | undefined {
  return requestsSeen([...begun, entry]).at(-1)?.kind
}

test.each([
  ['go-on', stop(nextBoxPrompt({ number: 3, title: 'Write the checkpoint now', done: false }))],
  ['checkpoint', stop(checkpoint)],
  ['checkpoint', midTurn(checkpoint)],
  ['checkpoint', stop(checkpointRequest({ task: 't', paths, used: 1, window: 2, template: 'Save all. {rules}' }))],
  ['repair', stop(repairRequest(['dev/active/t/t-context.md has no heading "Next steps"']))],
  ['verify-failed', prompt(verifyFailedText(1, 'expected box 3 to be done'))],
  ['interrupted', prompt(interruptedText())],
  ['read-files', prompt(readFilesText(paths))],
  ['nudge', midTurn(softNudge({ task: 't', used: 1, window: 100, due: 2 }))],
  ['other', prompt('Continue.')],
])('%s is told by its words', (kind, entry) => {
  expect(kindAfterStart(entry)).toBe(kind)
})

test("the recipe of a session's start asks for no checkpoint, whatever it says of them", () => {
  expect(requestsSeen([prompt('At a checkpoint now and then … go on with box 1')]).map(({ kind }) => kind)).toEqual([
    'start',
  ])
})

test('a nudge leaves the request before it standing', () => {
  const nudge = midTurn(softNudge({ task: 't', used: 1, window: 100, due: 2 }))
  const goOn = stop(nextBoxPrompt({ number: 12, title: 'x', done: false }))
  expect(standingRequest([...begun, goOn, nudge])).toMatchObject({ kind: 'go-on', box: 12, at: 2 })
})
