import { InputReader } from './input-reader.ts'

/** What a person's bytes did to the input box. `escaped`: the Esc key itself was pressed. */
export interface Keys {
  typed: boolean
  submitted: boolean
  interrupted: boolean
  escaped: boolean
}

/**
 * Says whether a person has begun to type into a session and has neither submitted nor left. One for each person.
 * Movement, function keys, mouse and what a terminal answers by itself (device attributes, cursor position, focus,
 * colours) are not typing. In doubt it is: a held loop costs a moment, a mixed prompt may approve a command.
 */
export class Draft {
  #reader = new InputReader()
  #open = false
  /** After a backslash Claude Code takes Enter for a newline. */
  #backslash = false

  /** True from the first key until Enter, Ctrl-C or `leave`. */
  get open(): boolean {
    return this.#open
  }

  /** Call with each input as it arrived from the person's terminal, before it is written to the session. */
  see(input: string | Uint8Array): Keys {
    const keys: Keys = { typed: false, submitted: false, interrupted: false, escaped: false }
    const text = typeof input === 'string' ? input : Buffer.from(input).toString('latin1')
    for (const event of this.#reader.read(text)) {
      if (event === 'escape') keys.escaped = true
      else if (event === 'interrupt') this.#close(keys, 'interrupted')
      else if (event === 'enter' && !this.#backslash) this.#close(keys, 'submitted')
      else {
        keys.typed = true
        this.#open = true
        this.#backslash = event === 'backslash'
      }
    }
    return keys
  }

  /** The person has detached. */
  leave(): void {
    this.#open = false
    this.#backslash = false
    this.#reader = new InputReader()
  }

  #close(keys: Keys, how: 'submitted' | 'interrupted'): void {
    keys[how] = true
    this.#open = false
    this.#backslash = false
  }
}
