import { say, type Character } from '../../../assets/scripted-model/reply.ts'

/** Answers kindly and does nothing at all. */
export const idler: Character = () => say('I am thinking about it.')
