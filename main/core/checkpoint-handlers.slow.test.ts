import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { git, newFolder, newRepository, put, putDevDocs, userView } from '../checkpoints/fixture.ts'
import { takeSnapshot } from '../checkpoints/snapshot.ts'
import type { CoreClient } from '../server/types.ts'
import { checkpoint, transition } from '../store/testing.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

/** A repository whose work went on from checkpoint to checkpoint, and a client of the core that kept them. */
async function withCheckpoints(count: number) {
  const project = newRepository()
  const dataDir = dataFolder()
  const startCommit = git(project, 'rev-parse', 'HEAD').trim()
  const row = keptSeries('S', { project, checkpoints: count, startCommit })
  await filled(dataDir, async (store) => {
    await store.createSeries(row)
    for (let n = 1; n <= count; n += 1) {
      put(project, 'a.txt', `work ${n}\n`)
      const { files } = putDevDocs(project, { plan: `# Plan ${n}\n` })
      const taken = await takeSnapshot({
        project,
        seriesId: 'S',
        n,
        docs: { files },
        message: `Checkpoint ${n}`,
        mask: true,
      })
      const { ref, commit, sha256, contents } = taken
      const kept = checkpoint(n, { seriesId: 'S', sessionId: `s${n}`, ref, commit, sha256, files: taken.files })
      const events = storyOf(n)
      await store.commit(
        transition({ seriesId: 'S', status: 'paused', state: row.state, events, checkpoint: { row: kept, contents } }),
      )
    }
  })
  return { project, client: (await coreOver(dataDir)).client }
}

/** What a session tells on its way to checkpoint `n`: it was sent back twice before the second one, and is picked up all but last. */
function storyOf(n: number): RunEvent[] {
  const at = new Date(n * 1_000).toISOString()
  const base = { at, series: 'S' }
  const files = ['dev/active/t/t-plan.md']
  const sent = (why: string, sessionId = `s${n}`): RunEvent => ({
    ...base,
    type: 'checkpoint.rejected',
    sessionId,
    why: [why],
  })
  return [
    { ...base, type: 'pickup', sessionId: `s${n}`, checkpoint: n - 1, files },
    ...(n === 2 ? [sent('no next step'), sent('a secret'), sent('of another session', 's1')] : []),
    { ...base, type: 'checkpoint.verified', n, kind: 'agent', files, sha256: 'f', ref: null, notes: [`note ${n}`] },
  ]
}

let project: string
let client: CoreClient
beforeAll(async () => {
  ;({ project, client } = await withCheckpoints(3))
})

const refs = (project: string) => git(project, 'for-each-ref', '--format=%(refname)', 'refs/baton').trim().split('\n')

describe('checkpoints', () => {
  it('are listed and shown with their files', async () => {
    expect(await client.call('checkpoint.list', {})).toMatchObject({ ok: true, value: [{ n: 1 }, { n: 2 }, { n: 3 }] })
    expect(await client.call('checkpoint.list', { seriesId: 's' })).toMatchObject({ ok: true, value: [{}, {}, {}] })
    const shown = await client.call('checkpoint.show', { seriesId: 'S', n: 2 })
    expect(shown).toMatchObject({
      ok: true,
      value: { checkpoint: { n: 2 }, contents: [{ text: '# Plan 2\n' }, {}, {}] },
    })
    const none = await client.call('checkpoint.show', { seriesId: 'S', n: 9 })
    expect(none).toMatchObject({ ok: false, problem: { code: 'unknown-checkpoint' } })
  })

  it('are shown with what led to them and what came of them', async () => {
    const story = async (n: number) => {
      const shown = await client.call('checkpoint.show', { seriesId: 'S', n })
      if (!shown.ok) throw new Error(shown.problem.cause)
      const { previous, diffstat, rejected, notes, pickup } = shown.value
      return { previous, diffstat: diffstat.join('\n'), rejected: rejected.map(({ why }) => why), notes, pickup }
    }
    const at = (n: number) => new Date(n * 1_000).toISOString()
    const files = ['dev/active/t/t-plan.md']
    expect(await story(1)).toMatchObject({
      previous: null,
      diffstat: expect.stringMatching(/ a\.txt +\| +2 /),
      rejected: [],
      notes: ['note 1'],
      pickup: { at: at(2), sessionId: 's2', files },
    })
    expect(await story(2)).toMatchObject({
      previous: 1,
      diffstat: expect.stringMatching(/2 files changed/),
      rejected: [['no next step'], ['a secret']],
    })
    expect(await story(3)).toMatchObject({ previous: 2, rejected: [], notes: ['note 3'], pickup: null })
  })

  it('are compared with the one before, another, nothing, and now', async () => {
    const diff = async (n: number, against?: number | 'now') => {
      const found = await client.call('checkpoint.diff', {
        seriesId: 'S',
        n,
        ...(against === undefined ? {} : { against }),
      })
      return found.ok ? found.value.text : found.problem.code
    }
    expect(await diff(3)).toMatch(/-work 2\n\+work 3/)
    expect(await diff(3, 1)).toMatch(/-work 1\n\+work 3/)
    // What was there when the series began is not its work.
    expect(await diff(1)).toMatch(/-one\n\+work 1/)
    expect(await diff(1, 0)).toContain('--- /dev/null\n+++ b/a.txt')
    put(project, 'a.txt', 'work now\n')
    expect(await diff(2, 'now')).toMatch(/-work 2\n\+work now/)
    put(project, 'a.txt', 'work 3\n')
    expect(await diff(3, 7)).toBe('unknown-checkpoint')
  })

  it('are restored beside the work, which does not move', async () => {
    const folder = path.join(newFolder(), 'restored')
    const before = userView(project)
    const restored = await client.call('checkpoint.restore', { seriesId: 'S', n: 1, folder })
    expect(restored).toMatchObject({ ok: true, value: { folder } })
    expect(readFileSync(path.join(folder, 'a.txt'), 'utf8')).toBe('work 1\n')
    expect(userView(project)['status']).toBe(before['status'])
    expect(readFileSync(path.join(project, 'a.txt'), 'utf8')).toBe('work 3\n')
    const branch = await client.call('checkpoint.restore', { seriesId: 'S', n: 1, branch: 'back' })
    expect(branch).toMatchObject({ ok: true, value: { branch: 'back' } })
    expect(git(project, 'show', 'back:a.txt')).toBe('work 1\n')
    expect(git(project, 'branch', '--show-current').trim()).toBe('main')
  })

  it('are thinned out, in the store and in git, only when it is meant', async () => {
    const dry = await client.call('checkpoint.prune', { keep: 1, dryRun: true })
    expect(dry).toMatchObject({ ok: true, value: { pruned: [{ n: 1 }, { n: 2 }] } })
    expect(refs(project)).toHaveLength(3)
    await client.call('checkpoint.prune', { seriesId: 'S', keep: 1, dryRun: false })
    expect(refs(project)).toEqual(['refs/baton/S/3'])
    expect(await client.call('checkpoint.list', {})).toMatchObject({ ok: true, value: [{ n: 3 }] })
    expect(await client.call('checkpoint.prune', { keep: 1, dryRun: false })).toEqual({
      ok: true,
      value: { pruned: [] },
    })
    expect(existsSync(path.join(project, 'a.txt'))).toBe(true)
  })

  it('of no series are none', async () => {
    expect(await client.call('checkpoint.prune', { seriesId: 'X', keep: 0, dryRun: true })).toMatchObject({ ok: false })
  })
})
