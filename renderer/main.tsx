import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
// First: it readies what the schemas need under the page's policy.
import { connectHost } from './client/host.ts'
import { App } from './app/app.tsx'
import { setCore } from './stores/core.ts'
import './styles.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
setCore(connectHost(window))
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
