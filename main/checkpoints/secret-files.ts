/** Names under which keys and passwords usually lie. Examples and templates of them hold none. */
const SECRET_NAMES: readonly RegExp[] = [
  /^\.env($|\.)/i,
  /\.env$/i,
  /^\.envrc$/i,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg)$/i,
  /^id_(rsa|dsa|ecdsa|ed25519)/i,
  /^id_[^.]+$/i,
  /^credentials/i,
  /^secrets?(\.|$)/i,
  /^\.(netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd)$/i,
  /^service-account.*\.json$/i,
]
const EXAMPLE = /\.(example|sample|template|dist)$/i

/** Whether an untracked file's name says that it holds a secret. `path` relative, with `/`. */
export function looksSecret(path: string): boolean {
  const names = path.split('/')
  const name = names.at(-1) ?? ''
  if (EXAMPLE.test(name)) return false
  return (
    SECRET_NAMES.some((pattern) => pattern.test(name)) || names.some((part) => part === '.ssh' || part === '.gnupg')
  )
}
