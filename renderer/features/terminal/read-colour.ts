let canvas: CanvasRenderingContext2D | null = null

/** A CSS variable's colour as `#rrggbb`, however the style sheet was shortened when it was built; "" for none. */
export function readColour(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  if (value === '' || !CSS.supports('color', value)) return ''
  canvas ??= document.createElement('canvas').getContext('2d')
  if (canvas === null) return value
  canvas.fillStyle = value
  return canvas.fillStyle
}
