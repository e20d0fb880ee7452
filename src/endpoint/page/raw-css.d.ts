/**
 * A style sheet taken as text into the endpoint's bundle, which serves it. For the compiler alone: the bundler and the tests' runner know
 * `?raw` by themselves.
 */
declare module '*.css?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: it is the bundler's own form.
  export default text
}
