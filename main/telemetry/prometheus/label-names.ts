import { createHash } from 'node:crypto'

/** 48 bits: two of a thousand series meet once in half a billion machines. */
const KEY_LENGTH = 12

/** The labels of a series: its project and task if names are asked for, else keys that name nothing and stay the same. */
export function seriesLabels(
  { id, project, task }: { id: string; project: string; task: string },
  names: boolean,
): { project: string; series: string } {
  return names ? { project, series: task } : { project: keyOf(project), series: keyOf(id) }
}

function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, KEY_LENGTH)
}
