/**
 * Draws the icons that are kept beside it, from `icon.svg` and the marks below: `npx node assets/icons/draw.ts`.
 * Needs `rsvg-convert` (Debian: librsvg2-bin). Run after a change of the drawing; the PNG files are committed.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = path.dirname(fileURLToPath(import.meta.url))

/** Sizes that Linux desktops ask for, px. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]
/** electron-builder makes the icns and ico files of macOS and Windows from this one, px. */
const SOURCE_SIZE = 1024
/** Height of a tray's icon, px, and the scales it is kept in. */
const TRAY_SIZE = 16
const TRAY_SCALES = [1, 2]

type TrayState = 'idle' | 'running' | 'waiting' | 'attention'

/** Told apart by shape as well as by colour: macOS shows a template in one colour. */
const MARKS: Record<TrayState, { first: number; second: number; sign: string; colour: string | null }> = {
  idle: { first: 0.5, second: 0.5, sign: '', colour: null },
  running: { first: 0.6, second: 1, sign: '', colour: null },
  waiting: {
    first: 0.6,
    second: 1,
    sign: '<circle cx="25" cy="25" r="5" fill="none" stroke="SIGN" stroke-width="3"/>',
    colour: '#e8a30c',
  },
  attention: { first: 0.6, second: 1, sign: '<circle cx="25" cy="25" r="6.5" fill="SIGN"/>', colour: '#e5484d' },
}

/** On a coloured tray the bars are of the middle lightness that shows on light and dark panels alike. */
function trayMark(state: TrayState, template: boolean): string {
  const { first, second, sign, colour } = MARKS[state]
  const ink = template ? '#000000' : '#7c7af0'
  const shown = sign.replace('SIGN', template || colour === null ? '#000000' : colour)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <g transform="rotate(-38 16 16)" fill="none" stroke="${ink}" stroke-width="5.6" stroke-linecap="round">
      <path d="M3 20.5 H18" stroke-opacity="${first}"/><path d="M14 11.5 H29" stroke-opacity="${second}"/>
    </g>${shown}</svg>`
}

function draw(svg: string | { file: string }, size: number, to: string): void {
  const target = path.join(HERE, to)
  mkdirSync(path.dirname(target), { recursive: true })
  const input = typeof svg === 'string' ? { args: [], input: svg } : { args: [svg.file], input: '' }
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), '--output', target, ...input.args], {
    input: input.input,
    env: { PATH: process.env['PATH'] },
  })
}

const source = { file: path.join(HERE, 'icon.svg') }
draw(source, SOURCE_SIZE, 'icon.png')
for (const size of LINUX_SIZES) draw(source, size, `linux/${size}x${size}.png`)
for (const state of Object.keys(MARKS) as TrayState[]) {
  for (const scale of TRAY_SCALES) {
    const suffix = scale === 1 ? '' : `@${scale}x`
    draw(trayMark(state, false), TRAY_SIZE * scale, `tray/${state}${suffix}.png`)
    draw(trayMark(state, true), TRAY_SIZE * scale, `tray/${state}Template${suffix}.png`)
  }
}
