import { describe, expect, it } from 'vitest'
import { type Pressed, terminalKey } from './key-bindings.ts'

function press(keys: string): Pressed {
  const parts = keys.split(' ')
  const has = (name: string) => parts.includes(name)
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: has('ctrl'),
    shiftKey: has('shift'),
    altKey: has('alt'),
    metaKey: has('meta'),
  }
}

describe('not on a Mac', () => {
  const key = (keys: string, selected = false) => terminalKey(press(keys), false, selected)

  it('copies with a selection, else interrupts the program', () => {
    expect(key('ctrl c', true)).toBe('copy')
    expect(key('ctrl c')).toBeNull()
    expect(key('ctrl shift C')).toBe('copy')
    expect(key('ctrl Insert', true)).toBe('copy')
  })

  it('lets the browser paste', () => {
    expect(key('ctrl v')).toBe('native-paste')
    expect(key('ctrl shift V')).toBe('native-paste')
    expect(key('shift Insert')).toBe('native-paste')
  })

  it('sizes the text', () => {
    expect([key('ctrl +'), key('ctrl ='), key('ctrl -'), key('ctrl 0')]).toEqual([
      'font-up',
      'font-up',
      'font-down',
      'font-own',
    ])
  })

  it('leaves all else to the program', () => {
    const others = ['c', 'ctrl f', 'ctrl r', 'alt v', 'ctrl alt c', 'shift Tab', 'Tab', 'Escape', '0', 'meta c']
    expect(others.filter((keys) => key(keys, true) !== null)).toEqual([])
  })
})

describe('on a Mac', () => {
  const key = (keys: string) => terminalKey(press(keys), true, true)

  it('has its keys with Command; Control is the program’s', () => {
    expect(key('meta c')).toBe('native-copy')
    expect(key('meta v')).toBe('native-paste')
    expect(key('meta f')).toBe('search')
    expect(key('meta 0')).toBe('font-own')
    expect(['ctrl c', 'ctrl v', 'ctrl f', 'ctrl 0'].filter((keys) => key(keys) !== null)).toEqual([])
  })
})
