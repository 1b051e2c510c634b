import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

/** The least that a page in React can be: one button. */
const root = document.querySelector('#root')
if (root !== null) createRoot(root).render(createElement('button', { type: 'button' }, 'Press'))
