/**
 * Whether an error of a database speaks of the database's state and not of what was asked: a transaction given up, a full disk, a cut line.
 * Runs on the endpoint. Such a fault fails the whole push, which the tablet sends again. Any other error belongs to one operation, and must
 * not stop those behind it.
 */

/** PostgreSQL's classes: connection, roll-back, resources, not now, operator, system. */
const passingClasses = ['08', '40', '53', '55', '57', '58']
const passingInSqlite = /^SQLITE_(?:BUSY|CANTOPEN|FULL|IOERR|LOCKED|NOMEM|PROTOCOL|READONLY)/

/** Lines written together were not taken: the transaction begins again, and writes each by itself. */
export class NotTaken extends Error {
  constructor(cause: unknown) {
    super('lines written together were not taken', { cause })
  }
}

export const isPassingFault = (error: unknown): boolean => {
  if (error instanceof NotTaken) return true
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  const { code } = error
  return passingInSqlite.test(code) || (/^[0-9A-Z]{5}$/.test(code) && passingClasses.includes(code.slice(0, 2)))
}
