import { describe, expect, it } from 'vitest'
import type { DevDocs } from './dev-docs.ts'
import { newFolder, put, putDevDocs } from './fixture.ts'
import { checkHandover } from './verify.ts'

const TOKEN = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`
const context = 'dev/active/t/t-context.md'

async function check(texts: Parameters<typeof putDevDocs>[1], more: { baseline?: string; final?: boolean } = {}) {
  const project = newFolder()
  put(project, 'src/parser.ts', '')
  const docs: DevDocs = putDevDocs(project, texts)
  const { baseline = null, ...rest } = more
  return checkHandover({ project, docs: { ok: true, value: docs }, baselineContextSha256: baseline, ...rest })
}

const problems = async (texts: Parameters<typeof putDevDocs>[1]) => (await check(texts)).problems
const steps = (item: string, title = '## Next steps') => ({ context: `${title}\n\n${item}\n` })

it('passes a handover that keeps the rules', async () => {
  expect(await check({})).toEqual({ ok: true, problems: [], secrets: [] })
})

it('says what is missing when the files cannot be read', async () => {
  const problem = { code: 'dev-docs-missing', thing: context, cause: 'is not there', remedy: 'write it' }
  const checked = await checkHandover({
    project: newFolder(),
    docs: { ok: false, problem },
    baselineContextSha256: null,
  })
  expect(checked).toEqual({ ok: false, problems: [`${context}: is not there. Write it.`], secrets: [] })
})

it('asks for a context that has changed since the request, unless the task is complete', async () => {
  const project = newFolder()
  const docs = putDevDocs(project)
  const request = {
    project,
    docs: { ok: true as const, value: docs },
    baselineContextSha256: docs.files[1]?.sha256 ?? '',
  }
  expect((await checkHandover(request)).problems).toEqual([expect.stringContaining(`Update ${context}`)])
  expect((await checkHandover({ ...request, final: true })).ok).toBe(true)
})

describe('next steps', () => {
  it.each(['## Next steps', '# NEXT STEP', '###### Quick Resume (read this first)', '##Next Steps'])(
    'takes %s',
    async (title) => {
      expect(await problems(steps('- Go on with box 2 in the morning', title))).toEqual([])
    },
  )

  it.each(['## Steps that come next', 'Next steps', '## Next stepson', '```\n## Next steps\n```'])(
    'refuses %j',
    async (title) => {
      expect(await problems(steps('- Go on with box 2 in the morning', title))).toEqual([
        expect.stringContaining('Add a heading'),
      ])
    },
  )

  it.each([
    ['an open box by number', '1. Go on with task 2, half of it is there'],
    ['an open box by title', '* Finish the **second thing** today'],
    ['a path', '- The lexer is wired in, src/parser.ts:12 is next'],
    ['a command in backticks', '- Run the tests again with `npm test`'],
    ['a command after $', '- First see where it stands: $ git status'],
    ['a path in its second line', '- The lexer is wired in, and next\n  is src/parser.ts'],
    ['a box under a deeper heading', '### Today\n\n- Go on with box 2 in the morning'],
  ])('takes %s', async (_name, item) => expect(await problems(steps(item))).toEqual([]))

  it.each([
    ['too short', '- box 2'],
    ['no list item', 'Go on with box 2 in the morning'],
    ['a ticked box', '- Go on with box 1 in the morning'],
    ['a box that is not there', '- Go on with box 3 in the morning'],
    ['a path that is not there', '- Go on in src/lexer.ts in the morning'],
    ['nothing', '- Go on with the work in the morning'],
    ['a list in the next section', 'Soon.\n\n## Notes\n\n- Go on with box 2 in the morning'],
    ['a list in code', '```\n- Go on with box 2 in the morning\n```'],
  ])('refuses %s', async (_name, item) => {
    expect(await problems(steps(item))).toEqual([expect.stringContaining('list item of at least 20 characters')])
  })
})

describe('boxes that the handover calls done', () => {
  const good = '\n\n## Next steps\n\n- Go on with box 2 in the morning\n'
  it.each([
    '- ✅ Second thing',
    '- [x] Second thing',
    'Done: second thing',
    '- **Done:** Second thing',
    '- Second thing ✅',
    '- ✅ Box 2: Second thing',
    '- ✅ box 2: "Second thing"',
    '### ✅ COMPLETED\n\n- Second thing',
    '**Completed**\n- Second thing',
  ])('must be ticked: %j', async (claim) => {
    expect(await problems({ context: claim + good })).toEqual([expect.stringMatching(/^Tick box 2 \("Second thing"\)/)])
  })

  it.each([
    '- ✅ First thing',
    '- ✅ Second thing is half there',
    '- [ ] Second thing',
    '## Completed\n\n- 🟡 Second thing',
    '## Completed\n\n- First thing\n\n## Open\n\n- Second thing',
    '```\n✅ Second thing\n```',
  ])('are not meant by %j', async (claim) => expect(await problems({ context: claim + good })).toEqual([]))

  it('are not meant when a ticked box has the same title', async () => {
    const texts = { context: `- ✅ Same${good}`, tasks: '- [x] Same\n- [ ] Same\n' }
    expect(await problems(texts)).toEqual([])
  })

  it('must be ticked at the end, too', async () => {
    expect((await check({ context: '- ✅ Second thing' }, { final: true })).problems).toHaveLength(1)
  })
})

it('refuses a secret in any file, and never repeats it', async () => {
  const checked = await check({ plan: `# Plan\n\n${TOKEN}\n` })
  expect(checked.secrets).toEqual([{ path: 'dev/active/t/t-plan.md', line: 3, kind: 'github token' }])
  expect(checked.problems).toHaveLength(1)
  expect(JSON.stringify(checked)).not.toContain(TOKEN)
})
