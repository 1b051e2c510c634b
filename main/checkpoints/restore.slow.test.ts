import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, newFolder, newRepository, put, putDevDocs, userView } from './fixture.ts'
import { restoreCheckpoint, safeContentPath } from './restore.ts'
import { takeSnapshot } from './snapshot.ts'

async function checkpointed(project = newRepository()) {
  const docs = putDevDocs(project)
  const checkpoint = await takeSnapshot({ project, seriesId: '01S', n: 1, docs, message: 'x', mask: true })
  return { project, checkpoint }
}

/** What a restore must leave as it was; the new branch or worktree is all that may differ. */
function unmoved(project: string) {
  const { bytes, head, symbolic, status, stash, staged, unstaged } = userView(project)
  return { bytes, head, symbolic, status, stash, staged, unstaged }
}

describe('into a branch', () => {
  it('makes it without checking it out', async () => {
    const { project, checkpoint } = await checkpointed()
    put(project, 'a.txt', 'later\n')
    const before = unmoved(project)
    const restored = await restoreCheckpoint({ project, checkpoint, branch: 'back/one' })
    expect(restored).toEqual({ ok: true, value: { branch: 'back/one', folder: null, files: 4 } })
    expect(unmoved(project)).toEqual(before)
    expect(git(project, 'rev-parse', 'refs/heads/back/one').trim()).toBe(checkpoint.commit)
  })

  it.each(['', '-f', 'HEAD', '../main', 'a..b', 'a b', '@{-1}', 'x.lock', 'refs/../x', 'a\nb'])(
    'refuses %j',
    async (branch) => {
      const { project, checkpoint } = await checkpointed()
      const restored = await restoreCheckpoint({ project, checkpoint, branch })
      expect(restored).toMatchObject({ ok: false, problem: { code: 'branch-invalid' } })
    },
  )

  it('overwrites none, and needs a commit that is still there', async () => {
    const { project, checkpoint } = await checkpointed()
    const code = async (commit: string | null, branch: string) => {
      const restored = await restoreCheckpoint({ project, checkpoint: { ...checkpoint, commit }, branch })
      return restored.ok ? 'ok' : restored.problem.code
    }
    expect(await code(checkpoint.commit, 'main')).toBe('branch-exists')
    expect(await code(checkpoint.commit, 'main/sub')).toBe('restore-failed')
    expect(await code(null, 'x')).toBe('no-ref')
    expect(await code('1'.repeat(40), 'x')).toBe('no-ref')
  })
})

describe('into a folder', () => {
  it('makes a detached worktree, without hooks', async () => {
    const { project, checkpoint } = await checkpointed()
    const ran = path.join(newFolder(), 'ran')
    chmodSync(put(project, '.git/hooks/post-checkout', `#!/bin/sh\ntouch ${ran}\n`), 0o755)
    put(project, 'a.txt', 'later\n')
    const before = unmoved(project)
    const folder = path.join(newFolder(), 'back')
    const restored = await restoreCheckpoint({ project, checkpoint, folder })
    expect(restored).toEqual({ ok: true, value: { branch: null, folder, files: 4 } })
    expect(unmoved(project)).toEqual(before)
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('one\n')
    expect(git(folder, 'status', '--porcelain', '--branch').trim()).toBe('## HEAD (no branch)')
    expect(existsSync(ran)).toBe(false)
  })

  it('writes the stored dev-docs where there is no repository', async () => {
    const { project, checkpoint } = await checkpointed(newFolder())
    const folder = path.join(newFolder(), 'back')
    const restored = await restoreCheckpoint({ project, checkpoint, folder })
    expect(restored).toMatchObject({ ok: true, value: { folder, files: 3 } })
    expect(readFileSync(path.join(folder, 'dev/active/t/t-tasks.md'), 'utf8')).toContain('Second thing')
  })

  it('lies beside the project when it is only named', async () => {
    const project = path.join(newFolder(), 'project')
    mkdirSync(project)
    const { checkpoint } = await checkpointed(project)
    const restored = await restoreCheckpoint({ project, checkpoint, folder: 'back' })
    expect(restored).toMatchObject({ ok: true, value: { folder: path.join(project, '../back') } })
  })

  it('overwrites nothing, not even a link that leads nowhere', async () => {
    const { project, checkpoint } = await checkpointed()
    const there = newFolder()
    symlinkSync('/nowhere/at/all', path.join(there, 'link'))
    for (const folder of [there, path.join(there, 'link')])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await restoreCheckpoint({ project, checkpoint, folder })).toMatchObject({
        problem: { code: 'folder-exists' },
      })
  })

  it.each(['', '../back', 'a/../../back', '/nowhere/at/all', 'a\0b'])('refuses %j', async (folder) => {
    const { project, checkpoint } = await checkpointed()
    const restored = await restoreCheckpoint({ project, checkpoint, folder })
    expect(restored).toMatchObject({ ok: false, problem: { code: 'folder-invalid' } })
  })

  it('refuses git’s own folder, also behind a link', async () => {
    const { project, checkpoint } = await checkpointed()
    const link = path.join(newFolder(), 'link')
    symlinkSync(path.join(project, '.git'), link)
    for (const folder of [path.join(project, '.git/x'), path.join(link, 'x')])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await restoreCheckpoint({ project, checkpoint, folder })).toMatchObject({
        problem: { code: 'folder-invalid' },
      })
  })

  it.each(['../x', '/x', 'a/../../x', '.git/config', 'a\\..\\x', 'C:x', 'a//b'])(
    'writes no stored path %j',
    async (name) => {
      expect(safeContentPath(name)).toBe(false)
      const folder = path.join(newFolder(), 'back')
      const checkpoint = { commit: null, contents: [{ path: name, text: 'x' }] }
      const restored = await restoreCheckpoint({ project: newFolder(), checkpoint, folder })
      expect(restored).toMatchObject({ ok: false, problem: { code: 'restore-failed' } })
      expect(existsSync(folder)).toBe(false)
    },
  )
})

it('needs exactly one place', async () => {
  const { project, checkpoint } = await checkpointed()
  for (const place of [{}, { branch: 'a', folder: '/tmp/b' }])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await restoreCheckpoint({ project, checkpoint, ...place })).toMatchObject({
      problem: { code: 'restore-target' },
    })
})
