import { linuxHavingVariable, listLinux } from './process-table-linux.ts'
import { listMacos, macosHavingVariable } from './process-table-macos.ts'
import { listWindows } from './process-table-windows.ts'

/** A live process; zombies are left out. */
export interface ProcessEntry {
  pid: number
  ppid: number
  /** In the format of `processStart` in the store. */
  start: string
  /** Its command line as the system tells it, on one line, cut. */
  command: string
}

/** Every process that the system shows us. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (process.platform === 'linux') return listLinux()
  return process.platform === 'win32' ? listWindows() : listMacos()
}

/**
 * Which of the processes were started with one of `values` in the variable `name`. Nothing else of an environment is
 * kept. Those of other users and all of Windows cannot be read and do not count.
 */
export async function pidsHaving(
  pids: readonly number[],
  name: string,
  values: readonly string[],
): Promise<Set<number>> {
  if (values.length === 0 || process.platform === 'win32') return new Set()
  if (process.platform !== 'linux') return macosHavingVariable(pids, name, values)
  return linuxHavingVariable(pids, name, values)
}

export async function environmentHas(pid: number, name: string, values: readonly string[]): Promise<boolean> {
  return (await pidsHaving([pid], name, values)).has(pid)
}
