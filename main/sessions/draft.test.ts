import { describe, expect, it } from 'vitest'
import { Draft } from './draft.ts'

function after(...inputs: (string | Uint8Array)[]): boolean {
  const draft = new Draft()
  for (const input of inputs) draft.see(input)
  return draft.open
}

describe('a draft', () => {
  it.each([
    ['a letter', 'h'],
    ['a letter beyond ASCII', Buffer.from('é')],
    ['a paste', '\u001b[200~text\u001b[201~'],
    ['a paste with line breaks, which do not submit', '\u001b[200~a\rb\r\u001b[201~'],
    ['a newline', '\n'],
    ['Alt-Enter, a newline', 'a\u001b\r'],
    ['Shift-Enter in kitty form, a newline', 'a\u001b[13;2u'],
    ['Enter after a backslash, a newline', 'a\\\r'],
    ['a key in kitty form', '\u001b[97u'],
    ['a key in xterm form', '\u001b[27;2;65~'],
    ['Tab', '\t'],
    ['what follows a submitted prompt', 'one\rtwo'],
    ['keys after Esc', '\u001bx'],
  ])('is open after %s', (_, input) => {
    expect(after(input)).toBe(true)
  })

  it.each([
    ['arrows, Home, End, Page Up', '\u001b[A\u001b[B\u001bOC\u001b[1;5D\u001b[H\u001bOF\u001b[5~'],
    ['function keys and Shift-Tab', '\u001bOP\u001b[15~\u001b[Z'],
    ['device attributes', '\u001b[?1;2c\u001b[>0;276;0c'],
    ['cursor position and status', '\u001b[24;80R\u001b[0n'],
    ['mode reports', '\u001b[?2026;1$y\u001b[?1u'],
    ['focus events', '\u001b[I\u001b[O'],
    ['colours and version', '\u001b]11;rgb:1e1e/1e1e/1e1e\u0007\u001b]10;rgb:0/0/0\u001b\\\u001bP>|xterm(380)\u001b\\'],
    ['mouse reports', '\u001b[<0;10;5M\u001b[<0;10;5m\u001b[M !!'],
    ['window size report', '\u001b[8;40;120t'],
    ['backspace in an empty box', '\u007f'],
    ['Esc', '\u001b'],
    ['Enter', 'text\r'],
    ['Enter in kitty form', 'text\u001b[13u'],
    ['Ctrl-C', 'text\u0003'],
    ['Ctrl-C in kitty form', 'text\u001b[99;5u'],
  ])('is not open after %s', (_, input) => {
    expect(after(input)).toBe(false)
  })

  it('is not opened by replies that arrive in pieces', () => {
    const replies = '\u001b[?1;2c\u001b[24;80R\u001b]11;rgb:1e/1e/1e\u001b\\\u001b[I'
    for (let cut = 1; cut < replies.length; cut += 1)
      expect(after(replies.slice(0, cut), replies.slice(cut))).toBe(false)
  })

  it('stays open over arrows and is closed by leaving', () => {
    const draft = new Draft()
    draft.see('words\u001b[D')
    expect(draft.open).toBe(true)
    draft.leave()
    expect(draft.open).toBe(false)
    draft.see('\u001b[200~half a paste')
    draft.leave()
    draft.see('\r')
    expect(draft.open).toBe(false)
  })

  it('tells what the keys were', () => {
    const draft = new Draft()
    expect(draft.see('\u001b')).toEqual({ typed: false, submitted: false, interrupted: false, escaped: true })
    expect(draft.see('x')).toMatchObject({ typed: true, escaped: false })
    expect(draft.see('\u001b\u001b')).toMatchObject({ escaped: true })
    expect(draft.see('\r')).toMatchObject({ submitted: true })
    expect(draft.see('\u0003')).toMatchObject({ interrupted: true })
    expect(draft.see('\u001b[27u')).toMatchObject({ escaped: true })
  })
})
