/**
 * How a document of the catalogue is written: in SQL, the same for SQLite and PostgreSQL. Runs on the endpoint and in its commands.
 */

/** In the order in which values are given. Named, so that a build that knows fewer columns than the table has can still write. */
export const entryColumns = `library, barcode, record_id, title, author, document_type, audience, call_number, location, arrived_on, isbn, year,
  lent, publisher, immobility, language`

/** What an insert into the catalogue does with a document that is there: nothing where nothing changed, so that changes can be counted. */
export const updateChangedEntry = `ON CONFLICT (library, barcode) DO UPDATE SET record_id = excluded.record_id, title = excluded.title,
  author = excluded.author, document_type = excluded.document_type, audience = excluded.audience, call_number = excluded.call_number,
  location = excluded.location, arrived_on = excluded.arrived_on, isbn = excluded.isbn, year = excluded.year,
  lent = excluded.lent, publisher = excluded.publisher, immobility = excluded.immobility, language = excluded.language
  WHERE (catalogue_item.record_id, catalogue_item.title, catalogue_item.author, catalogue_item.document_type, catalogue_item.audience,
    catalogue_item.call_number, catalogue_item.location, catalogue_item.arrived_on, catalogue_item.isbn, catalogue_item.year,
    catalogue_item.lent, catalogue_item.publisher, catalogue_item.immobility, catalogue_item.language)
  IS DISTINCT FROM (excluded.record_id, excluded.title, excluded.author, excluded.document_type, excluded.audience,
    excluded.call_number, excluded.location, excluded.arrived_on, excluded.isbn, excluded.year, excluded.lent,
    excluded.publisher, excluded.immobility, excluded.language)`

// Once for all: a statement is found by its text, and one put together for each document would be read through each time.
export const upsertEntry = `INSERT INTO catalogue_item (${entryColumns})
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${updateChangedEntry}`
