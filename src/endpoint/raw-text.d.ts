/**
 * A style sheet or a list taken as text into the endpoint's bundle. For the compiler alone: the bundler and the tests' runner know `?raw` by
 * themselves.
 */
declare module '*?raw' {
  const text: string
  // biome-ignore lint/style/noDefaultExport: it is the bundler's own form.
  export default text
}
