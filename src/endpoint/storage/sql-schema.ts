/**
 * The tables of the endpoint's database, as steps that only ever add: one made by an older release is brought up, never rewritten.
 * Runs at the opening of the store, which counts the steps done; a step once shipped is never edited.
 * Dates are text, instants are milliseconds, versions are integers; `library` is in every key, for one endpoint serves several.
 */

/** What SQLite's header says of a file that a release made: `PTE1`. */
export const fileMark = 0x5054_4531

/** Why a database with so many steps done is not opened; undefined where it may be. */
export const schemaFault = (done: number, known: number, isMarked: boolean): string | undefined => {
  if (done > 0 && !isMarked) return 'it was made before version 0.1.0: it is left untouched, and another one has to be named'
  return done > known ? 'it was made by a newer version of the endpoint' : undefined
}

/** Written for SQLite, where `STRICT` tables refuse a value of another type. */
export const schemaSteps: readonly string[] = [
  `
  -- slug is made of the name at its beginning and never changed (library-slug.ts). Libraries of one record_group share the lines of one
  -- catalogue, kept under the group's own key (sql-catalogue.ts); NULL: its own.
  CREATE TABLE library (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, epoch TEXT NOT NULL, head INTEGER NOT NULL, chain TEXT NOT NULL, digest TEXT NOT NULL,
    oldest_cursor INTEGER NOT NULL, is_demo INTEGER NOT NULL, identity TEXT NOT NULL, slug TEXT NOT NULL, record_group TEXT
  ) STRICT;
  CREATE UNIQUE INDEX library_by_slug ON library (slug);
  -- json NULL is a tombstone; hash is the row's, 16 hexadecimal digits.
  CREATE TABLE row (
    library TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, json TEXT, hash TEXT NOT NULL,
    PRIMARY KEY (library, kind, id)
  ) STRICT;
  CREATE UNIQUE INDEX row_by_version ON row (library, version);
  -- One link per committed head.
  CREATE TABLE chain_link (
    library TEXT NOT NULL, version INTEGER NOT NULL, chain TEXT NOT NULL, committed_at INTEGER NOT NULL,
    PRIMARY KEY (library, version)
  ) STRICT, WITHOUT ROWID;
  -- number gives the order of reception; envelope is kept to the byte, and is empty once the receipt is old.
  CREATE TABLE receipt (
    number INTEGER PRIMARY KEY, library TEXT NOT NULL, operation_id TEXT NOT NULL, hash TEXT NOT NULL, envelope TEXT NOT NULL,
    device_id TEXT NOT NULL, received_at INTEGER NOT NULL, type TEXT, happened_on TEXT, outcome TEXT NOT NULL, version INTEGER NOT NULL,
    case_id TEXT, reason TEXT
  ) STRICT;
  CREATE UNIQUE INDEX receipt_by_operation ON receipt (library, operation_id, hash);
  CREATE INDEX receipt_by_day ON receipt (library, happened_on) WHERE happened_on IS NOT NULL;
  CREATE INDEX receipt_in_quarantine ON receipt (library) WHERE outcome = 'quarantined';
  CREATE INDEX receipt_not_empty ON receipt (library, received_at) WHERE envelope <> '';
  -- Asked at each push: how much of its tablet waits in quarantine.
  CREATE INDEX receipt_in_quarantine_of ON receipt (library, device_id) WHERE outcome = 'quarantined' AND envelope <> '';
  -- build: of the app that it spoke with last; NULL until it speaks.
  CREATE TABLE device (
    id TEXT PRIMARY KEY, library TEXT NOT NULL, letter TEXT NOT NULL, name TEXT NOT NULL, credential_hash TEXT NOT NULL,
    ticket TEXT NOT NULL, previous_ticket TEXT, last_heard_at INTEGER, pending_count INTEGER NOT NULL, revoked_at INTEGER,
    next_credential_hash TEXT, build TEXT
  ) STRICT;
  CREATE INDEX device_by_library ON device (library);
  -- made_by: the manager who asked for it; NULL: it was made on this machine.
  CREATE TABLE enrolment_code (
    hash TEXT PRIMARY KEY, library TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER, made_by TEXT
  ) STRICT;
  -- One line of the ILS's file per document, record included: one insert each, and the copies of a record by its index.
  -- lent: how often in its life, 0 until a list tells it. publisher, and language as html has it, are empty until a list tells them.
  -- immobility: why it may not leave, 'reference-only' or 'not-there'; NULL: it may, or no list said otherwise.
  CREATE TABLE catalogue_item (
    library TEXT NOT NULL, barcode TEXT NOT NULL, record_id TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL,
    document_type TEXT NOT NULL, audience TEXT NOT NULL, call_number TEXT NOT NULL, location TEXT NOT NULL, arrived_on TEXT,
    isbn TEXT NOT NULL, year TEXT NOT NULL, lent INTEGER NOT NULL, publisher TEXT NOT NULL, immobility TEXT, language TEXT NOT NULL,
    PRIMARY KEY (library, barcode)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX catalogue_item_by_record ON catalogue_item (library, record_id);
  CREATE TABLE export_batch (
    library TEXT NOT NULL, number INTEGER NOT NULL, day TEXT NOT NULL, format TEXT NOT NULL, made_at INTEGER NOT NULL,
    loans INTEGER NOT NULL, returns INTEGER NOT NULL, settled_at INTEGER, file_name TEXT NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (library, number)
  ) STRICT;
  -- What was said to the ILS (told-lines.ts). batch 0: over the wire. card is the loan's, and empty with its age.
  CREATE TABLE told_line (
    library TEXT NOT NULL, number INTEGER NOT NULL, voice TEXT NOT NULL, batch INTEGER NOT NULL, operation_id TEXT NOT NULL,
    barcode TEXT NOT NULL, movement TEXT NOT NULL, card TEXT, told_at INTEGER NOT NULL, answer TEXT,
    PRIMARY KEY (library, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX told_line_by_operation ON told_line (library, operation_id);
  CREATE INDEX told_line_by_batch ON told_line (library, batch);
  CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  -- Written at each opening and readiness check, to prove that the disk takes writes.
  CREATE TABLE heartbeat (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
  CREATE TABLE memo (library TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (library, name)) STRICT, WITHOUT ROWID;
  -- What tablets bring back of an order, a document or a claim that a copy forgot (since-restore.ts).
  CREATE TABLE since_restore (
    library TEXT NOT NULL, subject TEXT NOT NULL, json TEXT NOT NULL, waits INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (library, subject)
  ) STRICT, WITHOUT ROWID;
  -- What a row held that was erased under this version; served to nobody.
  CREATE TABLE erased_row (
    library TEXT NOT NULL, version INTEGER NOT NULL, subject TEXT NOT NULL, json TEXT NOT NULL, erased_at INTEGER NOT NULL,
    PRIMARY KEY (library, version)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_row_by_subject ON erased_row (library, subject);
  CREATE INDEX erased_row_by_age ON erased_row (library, erased_at);
  -- Outside the rows: no tablet ever pulls these. verifier is NULL until its owner has chosen one.
  CREATE TABLE passphrase (
    library TEXT NOT NULL, librarian TEXT NOT NULL, verifier TEXT, code_hash TEXT, code_expires_at INTEGER,
    PRIMARY KEY (library, librarian)
  ) STRICT, WITHOUT ROWID;
  -- hash is the pass's: what lets a manager act on one tablet, for ten minutes.
  CREATE TABLE manager_pass (
    hash TEXT PRIMARY KEY, library TEXT NOT NULL, device TEXT NOT NULL, librarian TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- A loan or return on its way over a wire; what only waits has no line.
  CREATE TABLE ils_journey (
    library TEXT NOT NULL, operation_id TEXT NOT NULL, barcode TEXT NOT NULL, movement TEXT NOT NULL, day TEXT NOT NULL,
    state TEXT NOT NULL, since INTEGER NOT NULL, reason TEXT, said TEXT NOT NULL, due_on TEXT, read_at INTEGER,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (library, operation_id, barcode, movement)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ils_journey_by_day ON ils_journey (library, day);
  -- How often, on a day, of a measure and one dimension: no name ever. site is empty where the fact does not say.
  CREATE TABLE counter (
    library TEXT NOT NULL, day TEXT NOT NULL, measure TEXT NOT NULL, site TEXT NOT NULL, value TEXT NOT NULL, amount INTEGER NOT NULL,
    PRIMARY KEY (library, day, measure, site, value)
  ) STRICT, WITHOUT ROWID;
  -- What an order, a handover or a return added to them, so that a correction takes back just that; forgotten with the receipts.
  CREATE TABLE counted (
    library TEXT NOT NULL, subject TEXT NOT NULL, json TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (library, subject)
  ) STRICT, WITHOUT ROWID;
  -- A month or a year of which different patrons are counted; size once the set is destroyed.
  CREATE TABLE patron_period (
    library TEXT NOT NULL, period TEXT NOT NULL, since TEXT NOT NULL, print TEXT NOT NULL, size INTEGER, destroyed_on TEXT,
    PRIMARY KEY (library, period)
  ) STRICT, WITHOUT ROWID;
  -- hash is keyed, and its key lies outside; handovers says when a member leaves again.
  CREATE TABLE patron_hash (
    library TEXT NOT NULL, period TEXT NOT NULL, hash TEXT NOT NULL, handovers INTEGER NOT NULL,
    PRIMARY KEY (library, period, hash)
  ) STRICT, WITHOUT ROWID;
  -- The journal of the settings: only ever added to. librarian NULL: a file, on this machine.
  CREATE TABLE setting_change (
    library TEXT NOT NULL, number INTEGER NOT NULL, section TEXT NOT NULL, at INTEGER NOT NULL, librarian TEXT, was TEXT NOT NULL,
    became TEXT NOT NULL, orders INTEGER NOT NULL,
    PRIMARY KEY (library, number)
  ) STRICT, WITHOUT ROWID;
  -- Where messages go: outside the rows, so that no tablet ever pulls one.
  CREATE TABLE patron_address (
    library TEXT NOT NULL, card TEXT NOT NULL, email TEXT NOT NULL, language TEXT, refusals INTEGER NOT NULL,
    PRIMARY KEY (library, card)
  ) STRICT, WITHOUT ROWID;
  -- What is written to patrons: neither an address nor a text. lease: the process that has it in hand.
  -- trial: JSON, where a trial goes and what it says, while it waits. bounced: copies that a report refused later, a bit each.
  -- device: the tablet whose operation caused it; NULL: a patron, the ILS or the clock did.
  CREATE TABLE message (
    library TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, card TEXT NOT NULL, order_id TEXT, handover TEXT, slot TEXT,
    missing TEXT NOT NULL, not_before INTEGER NOT NULL, useful_until INTEGER NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
    message_id TEXT NOT NULL, tries INTEGER NOT NULL, first_tried_at INTEGER, lease TEXT, lease_until INTEGER, said TEXT NOT NULL,
    trial TEXT, bounced INTEGER NOT NULL DEFAULT 0, device TEXT,
    PRIMARY KEY (library, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX message_by_state ON message (library, state, not_before);
  CREATE INDEX message_by_order ON message (library, order_id);
  CREATE INDEX message_by_id ON message (library, message_id);
  -- The mailing of the guide: each address once, and whoever wants none, both as keyed hashes.
  CREATE TABLE mailing_recipient (
    library TEXT NOT NULL, hash TEXT NOT NULL, card TEXT NOT NULL, state TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (library, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mailing_recipient_by_state ON mailing_recipient (library, state);
  CREATE TABLE mailing_opponent (
    library TEXT NOT NULL, hash TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (library, hash)
  ) STRICT, WITHOUT ROWID;
  -- What was tried lately; of no library. key is a keyed hash of who tried what, held JSON.
  CREATE TABLE tally (
    name TEXT NOT NULL, key TEXT NOT NULL, held TEXT NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (name, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tally_by_end ON tally (name, until);
  CREATE INDEX tally_over ON tally (until);
  `,
]

/** What the steps say of each table: its columns, and what tells its lines apart. */
const declared = new Map<string, string>()
for (const step of schemaSteps)
  for (const [, table = '', said = ''] of step.matchAll(/(?:CREATE|ALTER) TABLE (\w+) ([^;]*);/g))
    declared.set(table, `${declared.get(table) ?? ''} ${said}`)

/** The columns of a table, but for a number that counts by itself. */
export const columnsOf = (table: string): readonly string[] =>
  [...(declared.get(table) ?? '').matchAll(/\b(\w+) (?:TEXT|INTEGER(?! PRIMARY KEY)|BLOB)\b/g)].flatMap(([, column]) => column ?? [])

export const primaryKeyOf = (table: string): readonly string[] => {
  const [, alone, several = ''] = /\b(\w+) \w+ PRIMARY KEY|PRIMARY KEY \(([^)]*)\)/.exec(declared.get(table) ?? '') ?? []
  return alone === undefined ? several.split(', ') : [alone]
}

/** Every table with a column `library`: what a library's removal empties, and a move carries over. */
export const tablesOfLibrary: readonly string[] = [...declared.keys()].filter((table) => columnsOf(table).includes('library'))
