import { describe, expect, it } from 'vitest'
import { toolUse } from './tools.ts'

describe('toolUse', () => {
  it('knows what is read', () => {
    expect(toolUse('Read', { file_path: '/p/a.md', limit: 5 }, '/p')).toEqual({
      name: 'Read',
      reads: ['/p/a.md'],
      writes: [],
      command: null,
      readOnly: true,
    })
    expect(toolUse('Grep', { pattern: 'x', path: 'dev/a.md' }, '/p').reads).toEqual(['/p/dev/a.md'])
    expect(toolUse('Grep', { pattern: 'x' }, '/p').reads).toEqual([])
    expect(toolUse('NotebookRead', { notebook_path: 'n.ipynb' }, '/p').reads).toEqual(['/p/n.ipynb'])
  })

  it('knows what is written', () => {
    expect(toolUse('Write', { file_path: 'a/../b.ts', content: 'x' }, '/p')).toMatchObject({
      reads: [],
      writes: ['/p/b.ts'],
      readOnly: false,
    })
    expect(toolUse('Edit', { file_path: '/q/b.ts' }, '/p').writes).toEqual(['/q/b.ts'])
    expect(toolUse('NotebookEdit', { notebook_path: 'n.ipynb' }, '/p').writes).toEqual(['/p/n.ipynb'])
  })

  it('keeps a command as it is and sees when it only looks', () => {
    expect(toolUse('Bash', { command: 'npm test\n' }, '/p')).toMatchObject({ command: 'npm test\n', readOnly: false })
    expect(toolUse('Bash', { command: 'git status' }, '/p')).toMatchObject({ command: 'git status', readOnly: true })
    expect(toolUse('Task', { command: 'x' }, '/p').command).toBeNull()
  })

  it.each(['Glob', 'LS', 'TodoWrite', 'ToolSearch', 'Skill', 'WebFetch', 'AskUserQuestion'])(
    'takes %s as looking',
    (name) => {
      expect(toolUse(name, { path: '/p' }, '/p')).toMatchObject({ reads: [], writes: [], readOnly: true })
    },
  )

  it.each(['Agent', 'Workflow', 'mcp__files__read', 'SomethingNew'])('takes %s as work', (name) => {
    expect(toolUse(name, {}, '/p').readOnly).toBe(false)
  })

  it.each([null, 'text', 7, [], { file_path: 9 }, { file_path: '' }])('stands an odd input: %j', (input) => {
    expect(toolUse('Read', input, '/p')).toMatchObject({ reads: [], readOnly: true })
  })
})
