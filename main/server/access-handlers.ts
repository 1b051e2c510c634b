import { failure, success } from '../../contract/problem.ts'
import type { Grants } from './grants.ts'
import type { RpcHandlers } from './types.ts'

export type AccessHandlers = Pick<RpcHandlers, 'access.link' | 'access.list' | 'access.revoke'>

/** Who may come in by a browser. `urlOf`: the address of the page without a path; null: this core serves none. */
export function accessHandlers(grants: Grants, urlOf: () => string | null): AccessHandlers {
  return {
    'access.link': async ({ role }) => {
      const url = urlOf()
      if (url === null) {
        const cause = 'it has no server that a browser could reach'
        return failure('no-server', 'baton core', cause, 'start one with `baton serve`')
      }
      // A fragment is never sent: no log, proxy or referrer sees the code.
      return success({ url: `${url}/#t=${grants.createCode(role)}` })
    },
    'access.list': async () => success(grants.list()),
    'access.revoke': async ({ id }) => {
      if (id === undefined) {
        await grants.revoke()
        return success({ said: 'Every browser is out, and no address made so far lets one in.' })
      }
      if (await grants.revoke(id)) return success({ said: 'That browser is out.' })
      return failure('unknown-client', id, 'no browser of that id was let in', 'look at the list of browsers again')
    },
  }
}
