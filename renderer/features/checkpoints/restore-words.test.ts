import { describe, expect, it } from 'vitest'
import { branchProblem, nextCommands, quoted, suggestedBranch, suggestedFolder } from './restore-words.ts'

describe('places that are offered', () => {
  it('are a branch that git takes', () => {
    expect(suggestedBranch('config-loader', 3)).toBe('baton/config-loader-3')
    for (const task of ['Über uns', 'a b~c', '..', 'x.lock', '-rf', 'ünïcödé']) {
      expect(branchProblem(suggestedBranch(task, 1))).toBeNull()
    }
  })

  it('are a folder beside the project', () => {
    expect(suggestedFolder('/home/ada/src/lighthouse/', 'config-loader', 3)).toBe(
      '/home/ada/src/lighthouse-config-loader-3',
    )
    expect(suggestedFolder(String.raw`C:\src\lighthouse`, 'x', 1)).toBe(String.raw`C:\src\lighthouse-x-1`)
  })
})

it.each(['', ' ', 'a b', '-x', 'a..b', 'a~1', 'x.lock', 'a/', 'a//b', 'x:y', 'a.'])('refuses the branch %j', (name) => {
  expect(branchProblem(name)).not.toBeNull()
})

describe('what to type next', () => {
  it('looks at a branch before it switches to it', () => {
    const commands = nextCommands({ branch: 'baton/x-3', folder: null, files: 4 }, '/home/ada/my project')
    expect(commands).toEqual(["cd '/home/ada/my project'", 'git log --oneline -3 baton/x-3', 'git switch baton/x-3'])
  })

  it('goes to a folder', () => {
    expect(nextCommands({ branch: null, folder: '/tmp/x', files: 4 }, '/p')).toEqual(['cd /tmp/x', 'ls'])
  })

  it('is quoted for a shell', () => {
    expect(quoted("it's $(here)")).toBe(String.raw`'it'\''s $(here)'`)
  })
})
