import { describe, expect, it } from 'vitest'
import { command, follow, said, signal, take, told, tool, turnEnd, working } from '../testing.ts'

const FILES = ['plan', 'context', 'tasks'].map((role) => `dev/active/t/t-${role}.md`)
const fresh = working({ pickup: 'pending', turns: 0 })

const calls = (used: Parameters<typeof tool>[0], failed = false) => [
  signal({ type: 'ToolStarting', tool: tool(used) }),
  signal({ type: 'ToolEnded', tool: tool(used), failed }),
]
const read = (file: string, failed = false) =>
  calls({ name: 'Read', reads: [`/p/${file}`], command: null, readOnly: true }, failed)
const shell = (line: string) => calls({ command: line })

describe('the pickup receipt', () => {
  it('is given when the last file is read', () => {
    const two = follow(
      fresh,
      FILES.slice(0, 2).flatMap((file) => read(file)),
    )
    expect(two.state.launch?.pickup).toBe('pending')
    const made = follow(two.state, read(FILES[2] ?? ''))
    expect(made).toMatchObject({ transition: 'pickup', answer: { do: 'none' } })
    expect(made.events).toEqual([{ type: 'pickup', sessionId: fresh.launch?.sessionId, checkpoint: 0, files: FILES }])
    expect(follow(made.state, [turnEnd()])).toMatchObject({ transition: 'go-on', events: [] })
  })

  it.each([
    ['one by one', `cat ${FILES.join(' ')}`],
    ['from their folder', 'cd dev/active/t && head -50 t-plan.md t-context.md t-tasks.md'],
    ['by a glob', 'cat dev/active/t/*.md'],
  ])('counts a command that names the files %s', (_, line) => {
    expect(follow(fresh, shell(line)).state.launch?.pickup).toBe('confirmed')
  })

  it('counts what the prompt showed', () => {
    const made = take(fresh, turnEnd({ shown: FILES }))
    expect(made).toMatchObject({ transition: 'go-on', state: { launch: { pickup: 'confirmed' } } })
    expect(told(made)).toEqual(['pickup'])
  })

  it('counts no failed look, no subagent’s, and none after the first work', () => {
    const failed = follow(
      fresh,
      FILES.flatMap((file) => read(file, true)),
    )
    expect(failed.state.launch?.seen).toEqual([])
    const other = follow(
      fresh,
      FILES.flatMap((file) => read(file)).map((fact) => ({ ...fact, signal: { ...fact.signal, agentId: 'a' } })),
    )
    expect(other.state.launch?.seen).toEqual([])
    const worked = follow(fresh, [...shell('make'), ...FILES.flatMap((file) => read(file))])
    expect(worked.state.launch).toMatchObject({ worked: true, seen: [], pickup: 'pending' })
  })

  it('is not spoiled by tools that only look', () => {
    const looked = follow(fresh, [...calls({ name: 'Glob', command: null, readOnly: true }), ...read(FILES[0] ?? '')])
    expect(looked.state.launch).toMatchObject({ worked: false, seen: [FILES[0]] })
  })
})

describe('a session that worked without reading', () => {
  it('is asked once, by name of what it did not read', () => {
    const made = follow(fresh, [...read(FILES[0] ?? ''), turnEnd()])
    expect(made).toMatchObject({ transition: 'pickup', state: { launch: { pickup: 'asked', worked: false } } })
    const text = made.answer.do === 'tell' ? made.answer.text : ''
    expect(text).toContain(`${FILES[1]}, ${FILES[2]}`)
    expect(text).not.toContain(FILES[0])
    const then = follow(made.state, [...read(FILES[1] ?? ''), ...read(FILES[2] ?? ''), turnEnd()])
    expect(then).toMatchObject({ transition: 'go-on', state: { launch: { pickup: 'confirmed' } } })
  })

  it('then needs a person, who may let it go on', () => {
    const made = follow(fresh, [turnEnd(), turnEnd()])
    expect(made.state).toMatchObject({ status: 'needs-attention', hold: { kind: 'pickup-missing' } })
    expect(said(made)).toContain(FILES.join(', '))
    const on = follow(made.state, [command('resume'), turnEnd()])
    expect(on.transition).toBe('go-on')
  })
})
