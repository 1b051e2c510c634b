import { reusedIntegers, reusedNumbers } from './reused-memory.ts'

/** Up to this many possible keys a table finds a key's place (4 bytes each, kept); beyond, hashing does. */
const TABLE_MOST = 1_000_000
/** Slots for each key, at least. */
const ROOM = 2
/** Knuth's multiplicative hash: 2³² by the golden ratio. */
const SPREAD = 2_654_435_769

let table = new Int32Array(0)
const placeMemory = reusedIntegers()
const takenMemory = reusedIntegers()
const knownMemory = reusedNumbers()

export interface Places {
  /** For each key the place of its group; groups are numbered as they come. Until the next call. */
  places: Int32Array
  count: number
}

/** `keys`: whole numbers from 0 to below `size`. */
export function placesOf(keys: Float64Array, size: number): Places {
  return size <= TABLE_MOST ? byTable(keys, size) : byHash(keys)
}

function byTable(keys: Float64Array, size: number): Places {
  if (table.length < size) table = new Int32Array(size)
  const known = knownMemory(Math.min(size, keys.length))
  const places = placeMemory(keys.length)
  let count = 0
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? 0
    let place = table[key] ?? 0
    if (place === 0) {
      known[count] = key
      count += 1
      place = count
      table[key] = place
    }
    places[index] = place - 1
  }
  // What is asked next finds it empty; most of it was never written.
  for (let place = 0; place < count; place += 1) table[known[place] ?? 0] = 0
  return { places, count }
}

/** Open addressing: a `Map` of numbers beyond 31 bits takes ten times as long. */
function byHash(keys: Float64Array): Places {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, keys.length * ROOM)))
  const mask = slots - 1
  const taken = takenMemory(slots).fill(0)
  const known = knownMemory(slots)
  const places = placeMemory(keys.length)
  let count = 0
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? 0
    let slot = (Math.imul(key % 2 ** 31, SPREAD) ^ Math.imul(Math.floor(key / 2 ** 31), SPREAD)) >>> 0
    slot = (slot ^ (slot >>> 15)) & mask
    while (taken[slot] !== 0 && known[slot] !== key) slot = (slot + 1) & mask
    let place = taken[slot] ?? 0
    if (place === 0) {
      count += 1
      place = count
      taken[slot] = place
      known[slot] = key
    }
    places[index] = place - 1
  }
  return { places, count }
}
