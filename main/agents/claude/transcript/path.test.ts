import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configDirOf } from '../environment.ts'
import { encodeFolder, subagentDir, transcriptPath } from './path.ts'

it("finds the configuration folder in the process's environment", () => {
  expect(configDirOf({ HOME: '/home/a' })).toBe('/home/a/.claude')
  expect(configDirOf({ HOME: '/home/a', CLAUDE_CONFIG_DIR: '/cfg' })).toBe('/cfg')
  expect(configDirOf({ HOME: '/home/a', CLAUDE_CONFIG_DIR: '' })).toBe('/home/a/.claude')
})

describe('encodeFolder', () => {
  it('keeps letters and digits only', () => {
    expect(encodeFolder('/srv/dev/my_proj.x')).toBe('-srv-dev-my-proj-x')
    expect(encodeFolder('/é🙂')).toBe('----')
  })

  it('cuts at 200 and adds the hash', () => {
    expect(encodeFolder('a'.repeat(200))).toBe('a'.repeat(200))
    const long = encodeFolder(`/tmp/${'deep_name.x/'.repeat(18)}`)
    expect(long).toMatch(/^-tmp-[-a-z]{195}-[0-9a-z]{1,7}$/)
    expect(encodeFolder(`/tmp/${'deep-name.x/'.repeat(18)}`)).not.toBe(long)
  })
})

describe('transcriptPath', () => {
  it('follows links to the real folder', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'baton-path-')))
    mkdirSync(join(root, 'real'))
    symlinkSync(join(root, 'real'), join(root, 'link'))
    const path = transcriptPath('/cfg', join(root, 'link'), 'id')
    expect(path).toBe(join('/cfg', 'projects', encodeFolder(join(root, 'real')), 'id.jsonl'))
  })

  it('still names the transcript of a folder that is gone', () => {
    expect(transcriptPath('/cfg', '/no/such/folder', 'id')).toBe('/cfg/projects/-no-such-folder/id.jsonl')
  })

  it('takes the chosen folder name only beside a chosen configuration folder', () => {
    const name = { CLAUDE_CODE_PROJECT_DIR_NAME: 'work' }
    expect(transcriptPath('/cfg', '/p', 'id', { ...name, CLAUDE_CONFIG_DIR: '/cfg' })).toBe(
      '/cfg/projects/work/id.jsonl',
    )
    expect(transcriptPath('/cfg', '/p', 'id', name)).toBe('/cfg/projects/-p/id.jsonl')
    expect(transcriptPath('/c', '/p', 'id', { CLAUDE_CODE_PROJECT_DIR_NAME: '../x', CLAUDE_CONFIG_DIR: '/c' })).toBe(
      '/c/projects/-p/id.jsonl',
    )
  })
})

it('finds the folder of the subagents', () => {
  expect(subagentDir('/cfg/projects/-p/id.jsonl')).toBe('/cfg/projects/-p/id/subagents')
})
