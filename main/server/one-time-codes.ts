import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Role } from '../../contract/access.ts'

/** 256 bits: out of reach of guessing, however many are tried. */
export const SECRET_BYTES = 32
/** An address that was made in the evening still opens the page next morning, and no later. Milliseconds. */
export const CODE_LIFE_MS = 24 * 60 * 60_000
/** Addresses that nobody used; the oldest go first. */
const CODE_LIMIT = 100
/** A person pastes a wrong or used address a few times; more in one minute is a program that tries, and is told to wait. */
export const WRONG_CODE_LIMIT = 10
export const WRONG_CODE_WINDOW_MS = 60_000

export type Redeemed =
  | { ok: true; role: Role }
  | { ok: false; why: 'wrong' }
  /** Wrong, as many before it. A right one is taken all the same: whoever tries keeps nobody else out. */
  | { ok: false; why: 'too-many'; retryAfterMs: number }

export interface OneTimeCodes {
  create(role: Role): string
  /** A code works once. */
  redeem(code: string): Redeemed
  /** None of those given out works any more. */
  forget(): void
}

interface Kept {
  digest: Buffer
  role: Role
  expiresAt: number
}

/** Codes that let one browser in each. They live in this process only, as digests. */
export function createOneTimeCodes(now: () => number): OneTimeCodes {
  let kept: Kept[] = []
  let wrong = { since: Number.NEGATIVE_INFINITY, count: 0 }

  const refuseWrong = (): Redeemed => {
    const at = now()
    const left = wrong.since + WRONG_CODE_WINDOW_MS - at
    if (left <= 0) wrong = { since: at, count: 0 }
    else if (wrong.count >= WRONG_CODE_LIMIT) return { ok: false, why: 'too-many', retryAfterMs: left }
    wrong.count += 1
    return { ok: false, why: 'wrong' }
  }

  return {
    create(role) {
      const code = newSecret()
      kept.push({ digest: digestOf(code), role, expiresAt: now() + CODE_LIFE_MS })
      kept = kept.slice(-CODE_LIMIT)
      return code
    },
    redeem(code) {
      kept = kept.filter((one) => one.expiresAt > now())
      const found = findByDigest(kept, code)
      if (!found) return refuseWrong()
      kept = kept.filter((one) => one !== found)
      return { ok: true, role: found.role }
    },
    forget() {
      kept = []
    },
  }
}

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Looks at every one, so that the time tells neither which it was nor how near a wrong one came. */
export function findByDigest<T extends { digest: Buffer }>(all: readonly T[], secret: string): T | null {
  const given = digestOf(secret)
  let found: T | null = null
  for (const one of all) if (timingSafeEqual(one.digest, given)) found = one
  return found
}
