import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { BenchResult } from './result.ts'

/** What Home needs may be so much: a quarter of a second through a tunnel of 10 Mbit/s. kB after gzip. */
const FIRST_AIM_KB = 300
const KB = 1_000

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
)

/** Sizes of the built page: what Home loads, then each file. Prints the files; only the sum has an aim. */
export function bundleSizes(folder: string): BenchResult[] {
  const first = firstFiles(folder)
  const sizes = readdirSync(join(folder, 'assets'))
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => {
      const bytes = readFileSync(join(folder, 'assets', name))
      return { name, raw: bytes.length / KB, gzip: gzipSync(bytes).length / KB, first: first.has(`assets/${name}`) }
    })
    .sort((a, b) => b.gzip - a.gzip)
  for (const { name, raw, gzip, first: atFirst } of sizes) {
    console.log(
      `  ${name.padEnd(44)} ${raw.toFixed(1).padStart(8)} kB  gzip ${gzip.toFixed(1).padStart(7)} kB${atFirst ? '  Home' : ''}`,
    )
  }
  const sum = (which: typeof sizes): number => which.reduce((total, { gzip }) => total + gzip, 0)
  const home = sum(sizes.filter((one) => one.first))
  return [
    {
      name: `bundle of Home (all screens: ${sum(sizes).toFixed(0)} kB)`,
      unit: 'kB gzip',
      ours: [home],
      peer: null,
      aim: `≤ ${FIRST_AIM_KB} kB`,
      value: home,
      met: home <= FIRST_AIM_KB,
    },
  ]
}

/** The entry and all that it imports at once. */
function firstFiles(folder: string): Set<string> {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')))
  const seen = new Set<string>()
  const files = new Set<string>()
  const add = (key: string): void => {
    const chunk = manifest[key]
    if (chunk === undefined || seen.has(key)) return
    seen.add(key)
    for (const file of [chunk.file, ...chunk.css]) files.add(file)
    for (const next of chunk.imports) add(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) add(key)
  return files
}
