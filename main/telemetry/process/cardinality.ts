import type { StepCounter } from './counter.ts'

/** Different unknown names, and as many known ones: by a convention's prefix a sender can make those up, too. */
const NAMES = 2_000
/** Different types, and models, of one name. */
const TYPES = 200
/** And of all names together: some hundred bytes of memory and disk each. */
const KINDS = 20_000
const TEXT_LENGTH = 200
/** What stands for all beyond the bounds. */
export const OTHER = 'other'

export interface CardinalityLimits {
  names?: number
  types?: number
  kinds?: number
}

/** Bounds how many different names, models and types there are, so that no sender fills the store with them. */
export class Cardinality {
  readonly #counter: StepCounter
  readonly #names: number
  readonly #types: number
  #kindsLeft: number
  readonly #known = new Set<string>()
  readonly #unknown = new Set<string>()
  readonly #of = new Map<string, { models: Set<string>; types: Set<string> }>()

  constructor(counter: StepCounter, { names = NAMES, types = TYPES, kinds = KINDS }: CardinalityLimits = {}) {
    this.#counter = counter
    this.#names = names
    this.#types = types
    this.#kindsLeft = kinds
  }

  /** The three as they are kept. `scope`: agent and signal. */
  bounded(scope: string, told: { name: string; known: boolean; model: string; type: string }) {
    const name = this.#name(scope, told.name.slice(0, TEXT_LENGTH), told.known)
    const key = `${scope} ${name}`
    let kinds = this.#of.get(key)
    if (kinds === undefined) {
      kinds = { models: new Set(), types: new Set() }
      this.#of.set(key, kinds)
    }
    const model = this.#kind(kinds.models, told.model, 'too-many-models')
    return { name, model, type: this.#kind(kinds.types, told.type, 'too-many-types') }
  }

  #name(scope: string, name: string, known: boolean): string {
    const names = known ? this.#known : this.#unknown
    const key = `${scope} ${name}`
    if (names.has(key)) return name
    if (names.size >= this.#names) {
      this.#counter.drop('too-many-names')
      return OTHER
    }
    names.add(key)
    return name
  }

  #kind(kinds: Set<string>, text: string, reason: string): string {
    const cut = text.slice(0, TEXT_LENGTH)
    if (cut === '' || kinds.has(cut)) return cut
    if (kinds.size >= this.#types || this.#kindsLeft === 0) {
      this.#counter.drop(reason)
      return OTHER
    }
    this.#kindsLeft -= 1
    kinds.add(cut)
    return cut
  }
}
