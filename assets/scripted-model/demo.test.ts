import { expect, test } from 'vitest'
import { outputFile } from './box-work.ts'
import { readBoxes } from './dev-docs-seen.ts'
import { DEMO_BOXES, DEMO_USAGE, demoCharacter } from './demo.ts'
import { readConversation } from './conversation.ts'

/** Reading once; making, ticking and saying so for each box. */
const REQUESTS_BEFORE_BOXES = 1
const REQUESTS_PER_BOX = 3
/** The default due point of a window of a million tokens. */
const DUE = 200_000

function contextAfter(boxes: number): number {
  const requests = REQUESTS_BEFORE_BOXES + REQUESTS_PER_BOX * boxes
  return DEMO_USAGE.base + DEMO_USAGE.growth * (requests - 1)
}

test('three boxes bring a session to its due point, two do not', () => {
  expect(contextAfter(2)).toBeLessThan(DUE)
  expect(contextAfter(3)).toBeGreaterThanOrEqual(DUE)
  expect(contextAfter(3)).toBeLessThan(DUE * 1.1)
})

test('each box names a file of its own', () => {
  const boxes = readBoxes(DEMO_BOXES.map((title) => `- [ ] ${title}`).join('\n'))
  expect(boxes).toHaveLength(9)
  expect(new Set(boxes.map(outputFile)).size).toBe(9)
  expect(boxes.every((box) => outputFile(box).startsWith('guide/'))).toBe(true)
})

test('the demo takes its time', () => {
  const conversation = readConversation({ thread: 'main', sessionId: 's', messages: [{ role: 'user', content: 'Hi' }] })
  expect(demoCharacter(conversation).delayMs).toBeGreaterThan(0)
})
