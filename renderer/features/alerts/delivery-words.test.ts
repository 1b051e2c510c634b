import { expect, test } from 'vitest'
import { deliveryWords } from './delivery-words.ts'

test.each([
  [{ event: 'fired', state: 'sent', tries: 1, why: null }, 'told'],
  [{ event: 'fired', state: 'sent', tries: 1, why: 'you were looking at it' }, 'kept silent'],
  [{ event: 'fired', state: 'sent', tries: 3, why: null }, 'told at try 3'],
  [{ event: 'ended', state: 'sent', tries: 1, why: null }, 'told that it is over'],
  [{ event: 'fired', state: 'held', tries: 0, why: null }, 'not told'],
  [{ event: 'fired', state: 'retrying', tries: 0, why: null }, 'is being told'],
  [{ event: 'fired', state: 'retrying', tries: 1, why: null }, 'is tried again, 1 try so far'],
  [{ event: 'ended', state: 'retrying', tries: 2, why: null }, 'is tried again that it is over, 2 tries so far'],
  [{ event: 'fired', state: 'failed', tries: 5, why: null }, 'could not be told'],
] as const)('%j: %s', (delivery, words) => expect(deliveryWords(delivery)).toBe(words))
