import { expect, it } from 'vitest'
import { firstLook } from './first-look.ts'

function look(hidden: boolean, answers: boolean[], waitMs: number) {
  const seen = { asked: 0, opened: 0 }
  const done = firstLook({
    hidden,
    waitMs,
    lookAgainMs: 1,
    isTrayProven: async () => answers[Math.min(seen.asked++, answers.length - 1)] ?? false,
    open: async () => void seen.opened++,
  })
  return done.then(() => seen)
}

it('opens the window at once', async () => {
  expect(await look(false, [], 0)).toEqual({ asked: 0, opened: 1 })
})

it('opens none when it was started hidden and a tray is seen, be it a little later', async () => {
  expect(await look(true, [true], 0)).toEqual({ asked: 1, opened: 0 })
  expect(await look(true, [false, false, true], 60_000)).toEqual({ asked: 3, opened: 0 })
})

it('does not stay invisible without a tray', async () => {
  expect(await look(true, [false], 0)).toMatchObject({ opened: 1 })
})
