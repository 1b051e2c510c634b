import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Role } from '../../contract/access.ts'

/** 256 bits: out of reach of guessing, whatever the limit below lets through. */
export const SECRET_BYTES = 32
/** An address that was made in the evening still opens the page next morning, and no later. Milliseconds. */
export const CODE_LIFE_MS = 24 * 60 * 60_000
/** Addresses that nobody used; the oldest go first. */
const CODE_LIMIT = 100
/** A person pastes a wrong or used address a few times; more in one minute is a program that tries. */
export const WRONG_CODE_LIMIT = 10
export const WRONG_CODE_WINDOW_MS = 60_000

export type Redeemed =
  | { ok: true; role: Role }
  /** `retryAfterMs`: none is looked at before, not even a right one. */
  | { ok: false; why: 'wrong' }
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

  const countWrong = (): void => {
    const at = now()
    wrong = at - wrong.since < WRONG_CODE_WINDOW_MS ? { ...wrong, count: wrong.count + 1 } : { since: at, count: 1 }
  }

  return {
    create(role) {
      const code = newSecret()
      kept.push({ digest: digestOf(code), role, expiresAt: now() + CODE_LIFE_MS })
      kept = kept.slice(-CODE_LIMIT)
      return code
    },
    redeem(code) {
      const left = wrong.since + WRONG_CODE_WINDOW_MS - now()
      if (wrong.count >= WRONG_CODE_LIMIT && left > 0) return { ok: false, why: 'too-many', retryAfterMs: left }
      kept = kept.filter((one) => one.expiresAt > now())
      const found = findByDigest(kept, code)
      if (!found) {
        countWrong()
        return { ok: false, why: 'wrong' }
      }
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
