import { expect, it } from 'vitest'
import { parseBoxes } from './boxes.ts'
import { normalTitle, vanishedBoxes } from './vanished.ts'

it('names those that are neither open nor ticked', () => {
  expect(vanishedBoxes(['One', 'Two', 'Three'], parseBoxes('- [ ] One\n- [x] Three'))).toEqual(['Two'])
})

it('knows a title again in other dress', () => {
  const boxes = parseBoxes('- [x] **Add** the  `parser` ✅\n- [x] read [the docs](http://x) 🟡\n- [x] snake_case_name')
  expect(vanishedBoxes(['Add the parser', 'Read the docs', 'snake_case_name'], boxes)).toEqual([])
})

it('knows a title with a note behind it, but not a longer title', () => {
  const known = ['Add tests']
  expect(vanishedBoxes(known, parseBoxes('- [x] Add tests — done in 1a2b3c'))).toEqual([])
  expect(vanishedBoxes(known, parseBoxes('- [x] Add tests (2026-11-22)'))).toEqual([])
  expect(vanishedBoxes(known, parseBoxes('- [x] Add tests for the parser'))).toEqual(['Add tests'])
})

it('lets a box account for one title only', () => {
  expect(vanishedBoxes(['Same', 'Same'], parseBoxes('- [ ] Same'))).toEqual(['Same'])
  expect(vanishedBoxes(['A', 'A: b'], parseBoxes('- [x] A: b'))).toEqual(['A'])
})

it('says nothing of titles without words', () => {
  expect(vanishedBoxes(['', '✅'], [])).toEqual([])
  expect(normalTitle('⏳')).toBe('')
})
