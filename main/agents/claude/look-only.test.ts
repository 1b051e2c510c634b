import { expect, it } from 'vitest'
import { looksOnly } from './look-only.ts'

it.each([
  'git status',
  'git --no-pager log --oneline -5 | head -3',
  'cat dev/active/x/x-plan.md dev/active/x/x-context.md',
  'ls -la dev && cat a.md; wc -l a.md',
  "grep -n 'a > b; rm -rf `x`' file.md",
  'ls missing 2>/dev/null || true',
  'cat a 2>&1',
])('takes %s as looking', (command) => expect(looksOnly(command)).toBe(true))

it.each([
  '',
  'npm test',
  'echo x > file',
  'cat a >> b',
  'ls; rm -rf x',
  'cat a | tee b',
  'echo $(rm x)',
  'echo "`rm x`"',
  'git commit -m x',
  'git diff --output=f',
  'git grep -Oless x',
  'rg --pre rm x',
  'sleep 1 &',
  'ls & rm x',
  'ls\nrm x',
  'FOO=1 ls',
  'diff <(a) b',
  `echo "it's"; rm x; echo "it's"`,
  "echo \\'; rm x; echo \\'",
])('takes %s as work', (command) => expect(looksOnly(command)).toBe(false))
