/**
 * Bundles a page that a benchmark drives in a real Chromium: the tablet's own code, as the app has it, and no screen. Runs in Node.
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'vite'

/** From the module `input` to a folder that an endpoint can serve in the place of the app. */
export const buildPage = async (input: string, folder: string): Promise<void> => {
  await build({
    configFile: false,
    root: dirname(input),
    logLevel: 'error',
    define: { __BUILD__: JSON.stringify('bench') },
    resolve: { alias: { dexie: 'dexie/dist/modern/dexie.min.mjs' } },
    build: {
      outDir: join(process.cwd(), folder),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input, output: { entryFileNames: 'page.js' } },
    },
  })
  // The name that a server gives to whoever asks for the address alone.
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html lang="fr"><title>Banc d’essai</title><script type="module" src="/page.js"></script>',
  )
}
