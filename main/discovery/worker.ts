import { parentPort } from 'node:worker_threads'
/** Entry of the discovery thread. */
export const port = parentPort
