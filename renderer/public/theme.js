// Runs before the first paint, as a file of its own: the page's policy allows no inline script.
;(function () {
  var chosen = 'system'
  try {
    chosen = localStorage.getItem('baton-theme') || 'system'
  } catch {
    // Storage may be switched off in this browser: the system's theme is used.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
