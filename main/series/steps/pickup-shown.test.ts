import { expect, test } from 'vitest'
import type { Look } from '../facts.ts'
import { newSeries, type CyclerState } from '../state.ts'
import { devDocsPathsOf } from '../words.ts'
import { noteShown, receiptOf } from './pickup.ts'
import { freshLaunch } from './starting.ts'

function started(): CyclerState {
  const state = newSeries('S', '/p', 'x', [], 0)
  return { ...state, step: { name: 'working' }, launch: freshLaunch(state, 0) }
}

function look(shown: string[]): Look {
  const nothing = { boxes: [], problem: null, contextSha256: null, vanished: [], missing: [], secrets: [] }
  return { ...nothing, workMark: null, shown, at: 0 }
}

test('files that the prompt showed before the first tool make the receipt whole', () => {
  const files = devDocsPathsOf(started()).map(({ path }) => path)
  const [first, ...others] = files
  const noted = noteShown(noteShown(started(), look(others)), look([first ?? '', ...others]))
  expect(noted.launch?.seen.toSorted()).toEqual(files.toSorted())
  if (noted.launch === null) throw new Error('the launch is gone')
  expect(receiptOf(noted, noted.launch, []).events).toMatchObject([{ type: 'pickup', files }])
})

test('a look that shows nothing, or none at all, changes nothing', () => {
  const state = started()
  expect(noteShown(state, null)).toBe(state)
  expect(noteShown(state, look([]))).toBe(state)
  const ended = { ...state, launch: null }
  expect(noteShown(ended, look(['a']))).toBe(ended)
})
