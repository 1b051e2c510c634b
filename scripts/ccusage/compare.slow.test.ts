import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { corpus } from '../../bench/corpus.ts'
import { compare } from './compare.ts'
import { oddTranscripts } from './odd-transcripts.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'baton-ccusage-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

it('agrees on every token of usual transcripts, and explains what they cost', async () => {
  const { configDir } = await corpus(8, 3)
  const { ours, theirs, causes, unexplained } = await compare(configDir, await folder())
  expect(unexplained).toEqual([])
  expect([ours.tokens > 1_000_000, ours.tokens - theirs.tokens]).toEqual([true, 0])
  expect(causes.map(({ tokens }) => tokens).filter((tokens) => tokens !== 0)).toEqual([])
})

it.each([1, 2, 3])('explains every difference of odd transcripts (%i)', async (seed) => {
  const configDir = await folder()
  await oddTranscripts(configDir, seed)
  const { causes, unexplained, differences } = await compare(configDir, await folder())
  expect(unexplained).toEqual([])
  expect(differences.length).toBeGreaterThan(5)
  expect(causes.length).toBeGreaterThan(5)
})
