#!/usr/bin/env node
// Plain, old JavaScript on purpose: this file must still run on a Node that cannot load the rest.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `baton needs Node 22.22 or newer and this is ${process.versions.node}: install a current Node (https://nodejs.org) or run it through npx, which uses the Node pinned in this project.\n`,
  )
  process.exit(2)
}
import('../dist/cli.js').then(
  (cli) => cli.main(process.argv),
  (error) => {
    if (error && error.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes('dist/cli.js')) {
      process.stderr.write('baton is not built yet: run `npm run build` in its folder first.\n')
      process.exit(2)
    }
    throw error
  },
)
