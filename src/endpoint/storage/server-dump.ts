/**
 * A dump of a whole server by its own pg_dump, read whole by its pg_restore before it appears: what cannot be opened is no copy.
 * Runs at a start that brings tables up, and in `npm run backup`. Its password is on no command line, which others of the machine read.
 */
import { spawn } from 'node:child_process'
import { open, rename, rm } from 'node:fs/promises'

/** undefined: it ended well; else its name, and its exit code where it could be started. */
const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv, output: number | 'ignore') =>
  new Promise<string | undefined>((resolve) => {
    const child = spawn(program, args, { env, stdio: ['ignore', output, 'ignore'] })
    child.once('error', () => resolve(program))
    child.once('close', (code) => resolve(code === 0 ? undefined : `${program}: ${code}`))
  })

/** Why there is no dump at `out`; undefined: there is one. */
export const dumpServer = async (databaseUrl: string, out: string): Promise<string | undefined> => {
  const url = new URL(databaseUrl)
  const env = { ...process.env, ...(url.password === '' ? {} : { PGPASSWORD: decodeURIComponent(url.password) }) }
  url.password = ''
  const partial = `${out}.part`
  const file = await open(partial, 'w', 0o600)
  try {
    const fault =
      (await run('pg_dump', ['--format=custom', '--dbname', url.href], env, file.fd)) ??
      (await run('pg_restore', ['--file=-', partial], process.env, 'ignore'))
    await file.sync()
    if (fault === undefined) await rename(partial, out)
    return fault
  } finally {
    await file.close()
    await rm(partial, { force: true })
  }
}
