/**
 * The words on a line of the screens' texts, without the code around and inside them. Runs in tests.
 * Line by line, so that a fault is shown where it stands.
 */
/** What stands between quotes on a line, each value put in by code replaced by ¤; the words inside such code are judged by themselves. */
export const wordsOf = (line: string): readonly string[] => {
  const words: string[] = []
  const collect = (code: string): void => {
    words.push(...[...code.matchAll(/'([^']*)'|`([^`]*)`/g)].map(([, plain, template]) => plain ?? template ?? ''))
  }
  let rest = line
  for (let inner = /\$\{([^{}]*)\}/.exec(rest); inner !== null; inner = /\$\{([^{}]*)\}/.exec(rest)) {
    collect(inner[1] ?? '')
    rest = rest.replace(inner[0], '¤')
  }
  collect(rest)
  return words
}
