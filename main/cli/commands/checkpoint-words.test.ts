import { expect, it } from 'vitest'
import { parseCheckpointWords } from './checkpoint-words.ts'

const nothing = { series: null, verb: 'list', n: null, against: null }

it.each([
  ['', {}],
  ['7Q2M4X', { series: '7Q2M4X' }],
  ['list', {}],
  ['7Q2M4X list', { series: '7Q2M4X' }],
  ['show', { verb: 'show' }],
  ['7Q2M4X show 3', { series: '7Q2M4X', verb: 'show', n: 3 }],
  ['7Q2M4X diff 3', { series: '7Q2M4X', verb: 'diff', n: 3 }],
  ['diff 3 now', { verb: 'diff', n: 3, against: 'now' }],
  ['diff 3 0', { verb: 'diff', n: 3, against: 0 }],
  ['7Q2M4X restore 2', { series: '7Q2M4X', verb: 'restore', n: 2 }],
  ['prune', { verb: 'prune' }],
])('reads %j', (words, meant) => {
  expect(parseCheckpointWords(words.split(' ').filter(Boolean))).toEqual({ ok: true, value: { ...nothing, ...meant } })
})

it.each([
  ['7Q2M4X frob', 'frob'],
  ['show 0', '0'],
  ['show 1 2', '2'],
  ['diff 1 later', 'later'],
  ['list 3', '3'],
  ['restore x', 'x'],
])('refuses %j and names %j', (words, thing) => {
  expect(parseCheckpointWords(words.split(' '))).toMatchObject({ ok: false, problem: { code: 'usage', thing } })
})
