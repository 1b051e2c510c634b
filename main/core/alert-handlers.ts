import { success } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import { checkRules } from '../alerts/rules.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { AlertStore } from '../store/alert-types.ts'
import type { AlertDesk } from './alert-desk.ts'

export interface AlertHandlerParts {
  store: Pick<AlertStore, 'alerts'>
  desk: Pick<AlertDesk, 'firing' | 'acknowledge' | 'test'>
  settings(): Settings
}

export function alertHandlers({
  store,
  desk,
  settings,
}: AlertHandlerParts): Pick<RpcHandlers, `alert.${'rules' | 'list' | 'acknowledge' | 'test'}`> {
  return {
    'alert.rules': async () =>
      success(checkRules(settings().alerts).map((checked) => ({ ...checked, firing: desk.firing(checked.rule.id) }))),
    'alert.list': async (wanted) => success(await store.alerts(wanted)),
    'alert.acknowledge': async ({ ids }) => {
      const count = await desk.acknowledge(ids)
      const said = count === 0 ? 'None of them was still to be acknowledged.' : `${count} acknowledged.`
      return success({ said })
    },
    'alert.test': ({ channel }) => desk.test(channel),
  }
}
