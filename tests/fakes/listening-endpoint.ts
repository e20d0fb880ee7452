/**
 * Waits until a started endpoint says where it listens, and keeps what it says. For tests that start the built program. Runs in Node.
 * Throws, with what the program said, where it ends before it listens.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'

export const untilListening = async (child: ChildProcessWithoutNullStreams) => {
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      said += chunk.toString()
      const listening = /"port":(\d+).*"listening"/.exec(said)?.[1]
      if (listening !== undefined) resolve(Number(listening))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    // All that it said has come by then.
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
  return { origin: `http://127.0.0.1:${port}`, port, said: () => said }
}
