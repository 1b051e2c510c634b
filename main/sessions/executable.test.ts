import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkSpawnHelper, findExecutable } from './executable.ts'
import { temporaryFolder } from './testing.ts'

describe('findExecutable', () => {
  it('takes the first executable file on the PATH, as a shell does', () => {
    const folder = temporaryFolder()
    for (const name of ['a', 'b', 'c', 'c/tool']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'a', 'tool'), '', { mode: 0o644 })
    writeFileSync(join(folder, 'b', 'tool'), '', { mode: 0o755 })
    const env = { PATH: ['c', 'a', 'b'].map((name) => join(folder, name)).join(':') }
    expect(findExecutable('tool', env, '/')).toEqual({ ok: true, value: join(folder, 'b', 'tool') })
    expect(findExecutable('./b/tool', {}, folder)).toEqual({ ok: true, value: join(folder, 'b', 'tool') })
    expect(findExecutable('a/tool', env, folder)).toMatchObject({ ok: false, problem: { code: 'not-executable' } })
    expect(findExecutable('tool', {}, folder)).toMatchObject({ ok: false, problem: { code: 'program-missing' } })
    expect(findExecutable('./c/tool', env, folder)).toMatchObject({ ok: false, problem: { code: 'program-missing' } })
  })
})

describe('checkSpawnHelper', () => {
  it('names a helper on macOS that may not be executed, and how to mend it', () => {
    const folder = temporaryFolder()
    const helper = join(folder, 'prebuilds', `darwin-${process.arch}`, 'spawn-helper')
    mkdirSync(join(helper, '..'), { recursive: true })
    writeFileSync(helper, '', { mode: 0o644 })
    expect(checkSpawnHelper('darwin', folder)).toMatchObject({
      ok: false,
      problem: { code: 'spawn-helper', thing: helper },
    })
    chmodSync(helper, 0o755)
    expect(checkSpawnHelper('darwin', folder)).toEqual({ ok: true, value: null })
    expect(checkSpawnHelper('linux', folder)).toEqual({ ok: true, value: null })
  })
})
