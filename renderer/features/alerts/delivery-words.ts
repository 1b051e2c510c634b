import type { AlertDelivery } from '../../../contract/alerts.ts'

/** How telling went, without its reason. */
export function deliveryWords({
  event,
  state,
  tries,
  why,
}: Pick<AlertDelivery, 'event' | 'state' | 'tries' | 'why'>): string {
  const what = event === 'ended' ? ' that it is over' : ''
  switch (state) {
    case 'sent':
      // They knew of it already.
      if (why !== null) return 'kept silent'
      return `told${what}${tries > 1 ? ` at try ${tries}` : ''}`
    case 'held':
      return `not told${what}`
    case 'retrying':
      return tries === 0 ? 'is being told' : `is tried again${what}, ${tries} ${tries === 1 ? 'try' : 'tries'} so far`
    case 'failed':
      return `could not be told${what}`
  }
}
