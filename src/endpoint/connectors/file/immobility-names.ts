/**
 * The columns that say of a copy that it may not leave the library, beside what its status says, under the names that ILSs give them.
 * Runs in the endpoint's commands. Koha has one for what may be read in the library alone and three for what is not there.
 */
export type ImmobilityColumn = 'referenceOnly' | 'notThere'

export const immobilityNames: Readonly<Record<ImmobilityColumn, readonly string[]>> = {
  referenceOnly: [
    'reference only',
    'not for loan',
    'exclu du prêt',
    'exclusion du prêt',
    'consultation sur place',
    'sur place',
    'empruntable',
    'prêtable',
    'loanable',
    'lendable',
  ],
  notThere: ['not there', 'item lost', 'lost', 'perdu', 'withdrawn', 'retiré', 'pilonné', 'manquant', 'missing', 'damaged', 'abîmé'],
}
