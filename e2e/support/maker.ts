import type { Character } from '../../assets/scripted-model/reply.ts'

/** At its first prompt a tool and a subagent, else a word. */
export const maker: Character = ({ thread, turnCalls, turns }) => {
  if (thread === 'subagent') return { text: 'My part is done.' }
  if (turns > 1 || turnCalls.length > 0) return { text: `That was turn ${turns}.` }
  const agent = { description: 'Look at it', prompt: 'Say what you find.', subagent_type: 'general-purpose' }
  return {
    tools: [
      { name: 'Bash', input: { command: 'echo made > made.txt' } },
      { name: 'Agent', input: agent },
    ],
  }
}
