import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { FolderView, ProjectView } from '../../contract/project.ts'
import { sampleId } from './sample-series.ts'

export function sampleFolder(path = '/home/ann/work'): FolderView {
  const names = ['compiler', 'field-guide', 'notes', 'payments-service', 'shop', 'site']
  return {
    path,
    parent: path === '/' ? null : path.slice(0, path.lastIndexOf('/')) || '/',
    home: '/home/ann',
    folders: names.map((name, index) => ({
      name,
      path: `${path === '/' ? '' : path}/${name}`,
      git: index !== 2,
      tasks: index === 1 || index === 4,
    })),
    more: 0,
  }
}

export function sampleProject(project = '/home/ann/work/shop'): ProjectView {
  return {
    project,
    git: true,
    policy: DEFAULT_POLICY,
    tasks: [
      { task: 'search-page', done: 2, open: 7, current: 'Rank by how new it is', problem: null, series: null },
      {
        task: 'checkout-flow',
        done: 4,
        open: 5,
        current: 'Cover the flow with end-to-end tests',
        problem: null,
        series: { id: sampleId(7), status: 'paused' },
      },
      {
        task: 'dark-mode',
        done: 6,
        open: 0,
        current: null,
        problem: null,
        series: { id: sampleId(9), status: 'completed' },
      },
      {
        task: 'old-import',
        done: 0,
        open: 0,
        current: null,
        problem: {
          code: 'dev-docs-incomplete',
          thing: 'dev/active/old-import/old-import-tasks.md',
          cause: 'the file is missing',
          remedy: 'write it with at least one task as "- [ ] …"',
        },
        series: null,
      },
    ],
  }
}
