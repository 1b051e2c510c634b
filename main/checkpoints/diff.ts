import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { success, type Outcome } from '../../contract/problem.ts'
import { lineOf, gitIn } from './git.ts'
import { safeContentPath } from './restore.ts'
import type { Content } from './snapshot.ts'
import { gitDiff } from './work-tree.ts'

/** What a checkpoint holds; `commit` null where only the dev-docs were kept. */
export interface Kept {
  commit: string | null
  contents: Content[]
}

/**
 * A unified diff from one checkpoint (null: the empty tree) to another or to the work tree as it is now. Whole work trees
 * where both sides have a commit that git still has, else the stored dev-docs. Problems: those of `gitDiff`.
 */
export async function diffCheckpoints(request: {
  project: string
  from: Kept | null
  to: Kept | 'now'
}): Promise<Outcome<string>> {
  const { project, from, to } = request
  const fromCommit = from === null ? null : from.commit
  const toCommit = to === 'now' ? 'now' : to.commit
  const commits = [fromCommit, toCommit].flatMap((commit) => (commit === null || commit === 'now' ? [] : [commit]))
  const complete = (from === null || fromCommit !== null) && toCommit !== null
  if (complete && (await haveCommits(project, commits))) {
    const diff = await gitDiff(project, fromCommit, toCommit, ['-p', '-r', '--root'])
    if (diff.ok || diff.problem.code !== 'no-repository') return diff
  }
  const before = from?.contents ?? []
  return success(contentsDiff(before, to === 'now' ? await presentContents(project, before) : to.contents))
}

/** The diff of stored files, path by path. */
export function contentsDiff(before: Content[], after: Content[]): string {
  const paths = [...new Set([...before, ...after].map((content) => content.path))].toSorted()
  const textOf = (contents: Content[], name: string) => contents.find((content) => content.path === name)?.text
  return paths
    .filter((name) => textOf(before, name) !== textOf(after, name))
    .map((name) => {
      const [old, present] = [textOf(before, name), textOf(after, name)]
      const [oldName, newName] = [
        old === undefined ? '/dev/null' : `a/${name}`,
        present === undefined ? '/dev/null' : `b/${name}`,
      ]
      return createTwoFilesPatch(oldName, newName, old ?? '', present ?? '')
    })
    .join('')
}

async function haveCommits(project: string, commits: string[]): Promise<boolean> {
  const git = gitIn(project)
  const found = await Promise.all(commits.map((commit) => git(['cat-file', '-t', commit])))
  return found.every((result) => lineOf(result) === 'commit')
}

async function presentContents(project: string, like: Content[]): Promise<Content[]> {
  const read = like
    .filter((content) => safeContentPath(content.path))
    .map((content) =>
      readFile(path.join(project, content.path), 'utf8').then(
        (text) => [{ path: content.path, text }],
        () => [],
      ),
    )
  return (await Promise.all(read)).flat()
}
