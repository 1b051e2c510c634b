import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { hintOfChange, type Hint } from './hint.ts'

/** Far under the second after which it looks in any case, so that it was the notice that came. */
const AT_ONCE = { timeout: 700, interval: 2 }

const open: Hint[] = []
afterEach(() => open.splice(0).forEach((hint) => hint.close()))

function lab(...below: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'baton-hint-'))
  const target = join(root, ...below)
  const troubles: string[] = []
  let hints = 0
  const hint = hintOfChange(
    target,
    () => (hints += 1),
    (cause) => troubles.push(cause),
  )
  open.push(hint)
  const hinted = async (act: () => void, within = AT_ONCE): Promise<void> => {
    const before = hints
    act()
    await vi.waitFor(() => expect(hints).toBeGreaterThan(before), within)
  }
  return { root, target, hint, hinted, troubles, hints: () => hints }
}

it('tells of a file that appears, grows and goes, below folders that appear', async () => {
  const { root, target, hinted, troubles } = lab('a', 'b', 'file')
  await hinted(() => mkdirSync(join(root, 'a')))
  await hinted(() => mkdirSync(join(root, 'a', 'b')))
  await hinted(() => writeFileSync(target, 'x'))
  await hinted(() => appendFileSync(target, 'y'))
  await hinted(() => rmSync(target))
  expect(troubles).toEqual([])
})

it('tells of any file in a folder', async () => {
  const { target, hinted, troubles } = lab('folder')
  await hinted(() => mkdirSync(target))
  await hinted(() => writeFileSync(join(target, 'one'), 'x'))
  await hinted(() => writeFileSync(join(target, 'two'), 'x'))
  expect(troubles).toEqual([])
})

it('finds its way again when the folder was removed and made anew', async () => {
  const { root, target, hinted, troubles } = lab('a', 'file')
  await hinted(() => mkdirSync(join(root, 'a')))
  const renew = (): void => {
    rmSync(join(root, 'a'), { recursive: true })
    mkdirSync(join(root, 'a'))
    writeFileSync(target, 'x')
  }
  await hinted(renew, { timeout: 4000, interval: 10 })
  expect(troubles).toEqual([])
})

it('is silent once closed', async () => {
  const { root, hint, hints } = lab('file')
  hint.close()
  writeFileSync(join(root, 'file'), 'x')
  const other = lab('file')
  await other.hinted(() => writeFileSync(other.target, 'x'))
  expect(hints()).toBe(0)
})
