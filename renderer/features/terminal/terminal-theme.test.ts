import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildMatchColours, buildTheme, CONTRAST, contrastOf, THEME_VARIABLES } from './terminal-theme.ts'

const css = readFileSync(join(import.meta.dirname, 'terminal.css'), 'utf8')

/** The variables of one theme, as the page would read them. */
function themeOf(selector: string): (name: string) => string {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  const values = new Map(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
  return (name) => values.get(name) ?? ''
}

describe.each([
  ['light', ':root'],
  ['dark', "[data-theme='dark']"],
])('the %s theme', (_name, selector) => {
  const read = themeOf(selector)
  const theme = buildTheme(read)

  it('has every colour', () => {
    expect(Object.keys(theme).sort()).toEqual(Object.keys(THEME_VARIABLES).sort())
  })

  it('can be read: each colour stands out from the background', () => {
    const { background = '', selectionBackground = '', foreground = '' } = theme
    const surfaces = ['background', 'cursorAccent', 'selectionBackground', 'selectionInactiveBackground']
    const texts = Object.entries(theme).filter(([name]) => !surfaces.includes(name))
    expect(texts.filter(([, colour]) => contrastOf(String(colour), background) < CONTRAST)).toEqual([])
    expect(contrastOf(foreground, selectionBackground)).toBeGreaterThanOrEqual(CONTRAST)
    expect(contrastOf(theme.cursor ?? '', theme.cursorAccent ?? '')).toBeGreaterThanOrEqual(CONTRAST)
  })

  it('can be read where the search marks it', () => {
    const { match, active } = buildMatchColours(read)
    expect(contrastOf(theme.foreground ?? '', match)).toBeGreaterThanOrEqual(CONTRAST)
    expect(contrastOf(theme.foreground ?? '', active)).toBeGreaterThanOrEqual(CONTRAST)
  })
})

it('leaves out what xterm could not read', () => {
  expect(buildTheme((name) => (name === '--terminal-red' ? 'oklch(0.5 0.1 20)' : ' #123456 '))).not.toHaveProperty(
    'red',
  )
  expect(buildMatchColours(() => '').match).toMatch(/^#/)
})

it('knows the contrast of black and white', () => {
  expect(contrastOf('#ffffff', '#000000')).toBe(21)
  expect(contrastOf('#777777', '#777777')).toBe(1)
})
