/**
 * The id of the library that an endpoint serves when it has one alone: made at the first start, or by the first import. Runs on the
 * endpoint and in its commands. A demo has an id of its own.
 */
import { type LibraryId, toLibraryId } from '../../domain/ids.ts'

export const mainLibraryId: LibraryId = toLibraryId('main')
