/**
 * What follows `npm run bench -- NAME`: names and values. Runs in Node.
 */

/** The text after `name`; undefined where it was not given. */
export const optionOf = (options: readonly string[], name: string): string | undefined =>
  options.includes(name) ? options[options.indexOf(name) + 1] : undefined

/** The number after `name`, or `otherwise`. */
export const numberOf = (options: readonly string[], name: string, otherwise: number): number => {
  const value = Number(optionOf(options, name) ?? otherwise)
  if (!Number.isFinite(value)) throw new Error(`${name}: a number is expected`)
  return value
}
