/**
 * One cell of a table that a spreadsheet opens, between semicolons. Pure; runs on the endpoint and in its commands.
 * A spreadsheet takes some beginnings for a formula, and a name, a title or a number comes from whoever registered it.
 */

/** Signs that begin a formula, in full width too, or that a spreadsheet skips before one. */
const beginsFormula = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n ]/

export const toTableCell = (field: string): string => {
  const safe = beginsFormula.test(field) ? `'${field}` : field
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
