import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { runBaton } from '../support/baton.ts'
import { ask, statusOf, whereOf, type Said, type Where } from '../support/ask.ts'
import { IDLE_EXIT_VARIABLE } from '../support/core.ts'
import { canMount, onSmallDisk, readOnly } from '../support/mounted.ts'
import { eventsOf, play, USUAL_TOOLS, type Play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'

const KIB = 1024
const MOUNTS = canMount()
const WHY_SKIPPED = '(skipped where the test may not mount)'

function stageOf(): Promise<Play> {
  return play({
    character: worker(),
    project: { boxes: numberedBoxes(1) },
    env: { [IDLE_EXIT_VARIABLE]: '3000' },
  })
}

function run(where: Where, { project }: Play): Promise<Said> {
  return ask(where, 'run', '--json', '--project', project.path, '--task', project.task, ...USUAL_TOOLS)
}

/** Commands that need the folder, each refused with one line. */
async function expectAllRefused(stage: Play, under: string[], said: RegExp): Promise<void> {
  const where = { ...whereOf(stage), under }
  for (const refused of [
    await run(where, stage),
    await ask(where, 'status'),
    await ask(where, 'serve', '--port', '0'),
  ]) {
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(said)
    expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1)
  }
}

test('a core that holds the data folder and does not answer is named, with the way to end it', async () => {
  const stage = await stageOf()
  const where = whereOf(stage)
  const core = runBaton(['serve', '--port', '0', '--json'], where)
  await expect.poll(() => core.stdout(), { timeout: 30_000 }).toContain('listening')
  core.kill('SIGSTOP')
  const refused = await run(where, stage)
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(
    new RegExp(
      `^baton: baton core \\(pid ${core.pid}\\): .+ does not answer; .+\\. Wait .+kill -9 ${core.pid}.+ every series is kept`,
    ),
  )
  core.kill('SIGKILL')
  await core.exited
  expect(await statusOf(where)).toMatchObject({ live: false, series: [] })
})

test.skipIf(!MOUNTS)(`a data folder that cannot be written ${WHY_SKIPPED}`, async () => {
  const stage = await stageOf()
  const { dataDir } = stage.world
  await expectAllRefused(
    stage,
    readOnly(dataDir),
    new RegExp(`^baton: ${dataDir}: it cannot be written \\(EROFS\\)\\. Give your user write permission .+--data-dir`),
  )
  const doctor = await ask({ ...whereOf(stage), under: readOnly(dataDir) }, 'doctor')
  expect(doctor.code).toBe(1)
  expect(doctor.stdout).toMatch(/✖ data folder .*cannot be written/)
})

test.skipIf(!MOUNTS)(`a disk that is full ${WHY_SKIPPED}`, async () => {
  const stage = await stageOf()
  const { dataDir } = stage.world
  const full = onSmallDisk(dataDir, 32 * KIB)
  await expectAllRefused(stage, full, new RegExp(`^baton: \\S*${dataDir}\\S*: the disk is full.*\\. Free some space`))
  const doctor = await ask({ ...whereOf(stage), under: full }, 'doctor')
  expect(doctor.code).toBe(1)
  expect(doctor.stdout).toMatch(/✖ free space .*free for the data folder/)
})

test.skipIf(!MOUNTS)(
  `a repository that cannot be written: files are kept, and the notes say so ${WHY_SKIPPED}`,
  async () => {
    const stage = await stageOf()
    const { project, world } = stage
    const under = readOnly(join(project.path, '.git'))
    const words = ['run', '--json', '--project', project.path, '--task', project.task, ...USUAL_TOOLS]
    const series = runBaton(words, { env: world.env, cwd: project.path, under })
    expect(await series.waitForEvent('series.completed')).toMatchObject({ checkpoints: 1, tasks: { done: 1, open: 0 } })
    expect((await series.exited).code).toBe(0)
    expect(eventsOf(series, 'checkpoint.verified')).toMatchObject([
      { ref: null, files: { length: 3 }, notes: [expect.stringMatching(/^files only: .*(read-only|permission)/i)] },
    ])
    const show = await ask(whereOf(stage), 'checkpoints', 'show')
    expect(show.code).toBe(0)
    expect(show.stdout).toMatch(/read-only/i)
    const restored = join(world.root, 'restored')
    expect((await ask(whereOf(stage), 'checkpoints', 'restore', '--branch', 'back')).stderr).toContain(
      'Restore it into a new folder',
    )
    expect((await ask(whereOf(stage), 'checkpoints', 'restore', '--folder', restored)).code).toBe(0)
    expect(existsSync(join(restored, `dev/active/${project.task}/${project.task}-tasks.md`))).toBe(true)
  },
)
