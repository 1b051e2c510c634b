import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseBoxes } from './boxes.ts'

const titles = (markdown: string) => parseBoxes(markdown).map((box) => `${box.done ? 'x' : ' '} ${box.title}`)

describe('parseBoxes', () => {
  it('finds every kind of list item, nested and quoted ones, and numbers them in order', () => {
    const markdown = [
      '- [ ] a',
      '* [x] b',
      '+ [X] c',
      '1. [ ] d',
      '12) [x] e',
      '  - [ ] f',
      '\t* [x] g',
      '> - [ ] h',
      '- - [ ] i',
    ]
    expect(titles(markdown.join('\n'))).toEqual(['  a', 'x b', 'x c', '  d', 'x e', '  f', 'x g', '  h', '  i'])
    expect(parseBoxes(markdown.join('\r\n')).map((box) => box.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('takes nothing else for a box', () => {
    expect(titles('[ ] a\n- [] b\n- [y] c\n- [x](http://d)\ntext - [ ] e\n-[ ] f\n- [x]g\n# - [ ] h')).toEqual([])
  })

  it('keeps a box without words and one deep under no list', () => {
    expect(titles('- [ ]\n        - [ ] deep')).toEqual(['  ', '  deep'])
  })

  it('leaves fenced code out: both marks, indented, in lists and quotes, longer closings, wrong closings', () => {
    expect(titles('```\n- [ ] no\n```\n- [ ] yes')).toEqual(['  yes'])
    expect(titles('~~~ md\n```\n- [ ] no\n~~~~\n- [ ] yes')).toEqual(['  yes'])
    expect(titles('````\n```\n- [ ] no\n````\n- [ ] yes')).toEqual(['  yes'])
    expect(titles('- a\n\n  ```js\n  - [ ] no\n  ```\n  - [ ] yes')).toEqual(['  yes'])
    expect(titles('1. ```\n   - [ ] no\n   ```\n- [ ] yes')).toEqual(['  yes'])
    expect(titles('> ```\n> - [ ] no\n- [ ] yes')).toEqual(['  yes'])
    expect(titles('``` js\n- [ ] no\n``` js\n- [ ] no')).toEqual([])
    expect(titles('``` a `b` c\n- [ ] yes')).toEqual(['  yes'])
  })

  it('ends a fence that was left open with the list item that holds it', () => {
    expect(titles('- [ ] one\n  ```\n  - [ ] no\n- [ ] two')).toEqual(['  one', '  two'])
  })

  it('leaves HTML comments out', () => {
    expect(titles('<!-- - [ ] no -->\n<!--\n- [ ] no\n-->\n- [ ] yes')).toEqual(['  yes'])
  })

  it('cleans titles of what steers a terminal', () => {
    expect(titles('\ufeff- [ ] \u001b[31mred\u202e  text')).toEqual(['  [31mred text'])
  })
})

const word = fc.stringMatching(/^[a-z]{1,8}$/)
const item = fc.record({
  marker: fc.constantFrom('-', '*', '+', '1.', '7)'),
  depth: fc.nat(3),
  mark: fc.constantFrom(' ', 'x', 'X'),
  title: word,
})
const noise = fc.oneof(
  word,
  word.map((text) => `# ${text}`),
  word.map((text) => `- ${text}`),
  fc.constant(''),
  word.map((text) => `\`\`\`\n- [ ] ${text}\n\`\`\``),
  word.map((text) => `~~~~\n~~~\n* [x] ${text}\n~~~~`),
)

it('finds exactly the boxes written, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(item, noise)), fc.constantFrom('\n', '\r\n'), (parts, ending) => {
      const lines = parts.map((part) =>
        typeof part === 'string' ? part : `${'  '.repeat(part.depth)}${part.marker} [${part.mark}] ${part.title}`,
      )
      const expected = parts.flatMap((part) => (typeof part === 'string' ? [] : [part]))
      expect(parseBoxes(lines.join('\n').replaceAll('\n', ending))).toEqual(
        expected.map(({ title, mark }, index) => ({ number: index + 1, title, done: mark !== ' ' })),
      )
    }),
  )
})

it('never throws and never finds more boxes than brackets', () => {
  const bits = fc.constantFrom(
    '- [ ] a',
    '```',
    '~~~',
    '> ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '[x]',
    '1. ',
    '<!--',
    '-->',
    '`',
    'z',
  )
  fc.assert(
    fc.property(
      fc.array(bits).map((parts) => parts.join('')),
      (text) => {
        expect(parseBoxes(text).length).toBeLessThanOrEqual((text.match(/\[[ xX]\]/g) ?? []).length)
      },
    ),
  )
})
