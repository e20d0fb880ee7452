/**
 * The passwords that are found most often in stolen lists, some 49,000 (PRIV-5): what whoever guesses tries first. Runs on the endpoint.
 * Loaded when somebody chooses a passphrase, which is once a year: no start waits for it, and no tablet carries it.
 */
let loaded: Promise<ReadonlySet<string>> | undefined

export const commonestPasswords = (): Promise<ReadonlySet<string>> => {
  loaded ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return loaded
}
