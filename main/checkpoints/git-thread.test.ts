import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { newRepository, put } from './fixture.ts'
import { gitIn } from './git.ts'

it('runs several at once and gives each its own result', async () => {
  const top = newRepository()
  const git = gitIn(top)
  const texts = Array.from({ length: 8 }, (_, n) => `text ${n}\n`)
  const stripped = await Promise.all(texts.map((text) => git(['stripspace'], { input: Buffer.from(text) })))
  expect(stripped.map((one) => one.stdout.toString())).toEqual(texts)
})

it('gives bytes that are no text as they are', async () => {
  const top = newRepository()
  put(top, 'x.bin', 'x')
  const bytes = Buffer.from([0, 255, 10, 128])
  const id = (await gitIn(top)(['hash-object', '-w', '--stdin'], { input: bytes })).stdout.toString().trim()
  expect((await gitIn(top)(['cat-file', 'blob', id])).stdout.equals(bytes)).toBe(true)
})

it('lets its process end when nothing runs, and not before', () => {
  const module = path.join(import.meta.dirname, 'git.ts')
  const script = `import { gitIn } from ${JSON.stringify(module)}
    gitIn(process.cwd())(['version']).then((result) => console.log(result.code))`
  const env = { PATH: process.env['PATH'] ?? '' }
  const args = ['--input-type=module', '--eval', script]
  const said = execFileSync(process.execPath, args, { env, cwd: newRepository(), timeout: 30_000 })
  expect(said.toString()).toBe('0\n')
})
