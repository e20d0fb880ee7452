/**
 * The product as it is shipped, for a benchmark that calls it from within: bundled like the endpoint, outside of it. Runs in Node.
 * A module that Vite runs cannot import a built file by itself: bench.mjs gives each benchmark the function that does.
 */
import { join } from 'node:path'
import { build } from 'vite'

/** Imports a built file, or one of a peer's. */
export type Load = (path: string) => Promise<unknown>

/**
 * Everything that these files of the repository export, bundled as `dist/benchmarks/<name>.js`. The caller says what that is. `without`: files
 * whose code is another one, for whoever measures what they cost.
 */
export const buildProduct = async <Product>(
  load: Load,
  name: string,
  paths: readonly string[],
  without: Readonly<Record<string, string>> = {},
): Promise<Product> => {
  const entry = `virtual:${name}`
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __BUILD__: JSON.stringify('bench') },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) =>
          id === entry
            ? paths.map((path) => `export * from '/${path}'`).join('\n')
            : Object.entries(without).find(([path]) => id.endsWith(`/${path}`))?.[1],
      },
    ],
    build: { ssr: true, outDir: 'dist/benchmarks', emptyOutDir: false, target: 'node20', rolldownOptions: { input: { [name]: entry } } },
  })
  // The bundle exports what those files export.
  return (await load(join(process.cwd(), `dist/benchmarks/${name}.js`))) as Product
}
