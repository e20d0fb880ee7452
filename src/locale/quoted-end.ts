/**
 * A sentence of somebody else inside one of ours, which has its own full stop. Runs everywhere.
 */

/** Without the full stop at its end; an ellipsis stays. */
export const unended = (said: string): string => said.replace(/([^.])\.$/, '$1')
