/** Colours of the plots. A canvas knows no CSS variables: they are read when the theme changes. */
export interface TimelineColours {
  text: string
  muted: string
  border: string
  band: string
  accent: string
  soft: string
  due: string
  waiting: string
  done: string
  cost: string
}

const VARIABLES: Record<keyof TimelineColours, string> = {
  text: '--text',
  muted: '--text-muted',
  border: '--border',
  band: '--surface-2',
  accent: '--accent',
  soft: '--fill-soft',
  due: '--fill-due',
  waiting: '--waiting',
  done: '--done',
  cost: '--running',
}

export function readColours(): TimelineColours {
  const style = getComputedStyle(document.documentElement)
  const entries = Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()])
  return Object.fromEntries(entries) as Record<keyof TimelineColours, string>
}

/** The colour, let through by `share` (0 to 1). */
export function faded(colour: string, share: number): string {
  return `color-mix(in oklch, ${colour} ${Math.round(share * 100)}%, transparent)`
}
