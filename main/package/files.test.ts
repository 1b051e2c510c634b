import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { assetsFolder, packageFolder, version } from './files.ts'

it('finds the package from a source and from a chunk of the bundle', () => {
  const folder = packageFolder()
  expect(existsSync(path.join(folder, 'contract/rpc.ts'))).toBe(true)
  expect(packageFolder(path.join(folder, 'dist/chunks/open.js'))).toBe(folder)
  expect(() => packageFolder('/nowhere/at/all.js')).toThrow('no package.json')
})

it('finds the assets beside the code, in a packaged app beside its archive', () => {
  expect(existsSync(path.join(assetsFolder(), 'plugin/.claude-plugin/plugin.json'))).toBe(true)
  expect(assetsFolder('/opt/Baton/resources/app.asar')).toBe('/opt/Baton/resources/assets')
})

it('knows its version', () => {
  expect(version()).toMatch(/^\d+\.\d+\.\d+$/)
})
