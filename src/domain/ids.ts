/**
 * Every identifier of the desk, each with a brand of its own so that an item barcode cannot pass for a card number
 * (`tests/rules/row/read-by-id.test.ts`).
 * Runs everywhere. The brands exist for the compiler only: on disk and on the wire they are strings.
 * Text becomes an identifier where it comes in (protocol schemas, imports, scans, subjects), through the functions below.
 */

/**
 * What an identifier may be made of: no control character, no half of a surrogate pair. No disk keeps these as they came, and a row under
 * another id than was counted breaks the digest of every base.
 */
export const identifierSigns = /^[^\p{Cc}\p{Cs}]*$/u

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** Random bytes of an identity that nobody hands out (an operation, an order, a tablet, a nonce): 128 bits, 32 hexadecimal digits. */
export const identityBytes = 16

/** Random bytes of a secret, or of a key that signs (a tablet's credential, a manager's pass): 256 bits, which nobody tries out. */
export const secretBytes = 32

/** 128 random bits as 32 lower-case hexadecimal digits; identity of one operation, for ever. */
export type OperationId = Branded<'OperationId'>
/** 128 random bits as 32 hexadecimal digits; identity of an order, never shown (ORD-2: the number is only a label). */
export type OrderId = Branded<'OrderId'>
/** Unique within its order, and says nothing of the line's place: "1", "2"…, or of a list that was imported, a hash of what is wanted. */
export type LineId = Branded<'LineId'>
/** The patron's card number as the library prints it; leading zeros kept. */
export type CardNumber = Branded<'CardNumber'>
/** The library's own barcode on a document (never the publisher's EAN-13); leading zeros kept. */
export type ItemBarcode = Branded<'ItemBarcode'>
/** The ILS's identifier of a bibliographic record. */
export type RecordId = Branded<'RecordId'>
export type LibrarianId = Branded<'LibrarianId'>
/** 128 random bits given at enrolment. */
export type DeviceId = Branded<'DeviceId'>
/** A, B … Z, AA …: one per enrolled device, never reused (ORD-2). The endpoint has its own. */
export type DeviceLetter = Branded<'DeviceLetter'>
export type SiteId = Branded<'SiteId'>
/** Site, date and time: the id of a slot's row. */
export type SlotId = Branded<'SlotId'>
/** The zone or the order: the id of a claim's row. */
export type ClaimId = Branded<'ClaimId'>
/** Derived from kind and subject, so that two discoverers make one case (PROTOCOL.md, Cases). */
export type CaseId = Branded<'CaseId'>
/** Made at each page load; orders operations within it, identifies nothing. */
export type BootId = Branded<'BootId'>
/** A library within its endpoint's database: "main", "demo"; never sent. */
export type LibraryId = Branded<'LibraryId'>
/** 128 random bits as 32 hexadecimal digits, made once with the library; two libraries of one name have two. */
export type LibraryIdentity = Branded<'LibraryIdentity'>

// Each cast gives a text its brand, once it was checked where it came in.
export const toOperationId = (text: string): OperationId => text as OperationId
export const toOrderId = (text: string): OrderId => text as OrderId
export const toLineId = (text: string): LineId => text as LineId
export const toCardNumber = (text: string): CardNumber => text as CardNumber
export const toItemBarcode = (text: string): ItemBarcode => text as ItemBarcode
export const toRecordId = (text: string): RecordId => text as RecordId
export const toLibrarianId = (text: string): LibrarianId => text as LibrarianId
export const toDeviceId = (text: string): DeviceId => text as DeviceId
/** Stands where a tablet does, of what a patron did on the public page. */
export const pageDevice = toDeviceId('page')
export const toDeviceLetter = (text: string): DeviceLetter => text as DeviceLetter
export const toSiteId = (text: string): SiteId => text as SiteId
export const toSlotId = (text: string): SlotId => text as SlotId
export const toClaimId = (text: string): ClaimId => text as ClaimId
export const toCaseId = (text: string): CaseId => text as CaseId
export const toBootId = (text: string): BootId => text as BootId
export const toLibraryId = (text: string): LibraryId => text as LibraryId
export const toLibraryIdentity = (text: string): LibraryIdentity => text as LibraryIdentity
