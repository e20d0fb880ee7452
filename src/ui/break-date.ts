/**
 * A date where the margin is narrow. Runs in the browser.
 */

/** « ven. 25 déc. », which may break before its month. */
export const breakDate = (written: string): string => written.replace(/\u00a0(?=[^\u00a0]+$)/, ' ')
