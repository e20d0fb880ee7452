/**
 * Serves the stage to the tests of screens. Runs in Node, from Playwright or by hand.
 * The app's sources and its public folder, no endpoint and no service worker.
 */
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

// biome-ignore lint/style/noDefaultExport: vite reads the default export
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [preact()],
  cacheDir: 'node_modules/.vite-stage',
  // Nothing reloads under a test.
  server: { port: 8200, strictPort: true, hmr: false, watch: null },
})
