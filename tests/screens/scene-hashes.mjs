/**
 * The address at which each scene of the stage is shown. Runs in Node, for the tests of screens and for screenshots.
 * A scene is named after its screen, so the first pattern that fits says where.
 */
const hashes = [
  [/^preparation-second-pass/, '/preparation/revoir'],
  [/^preparation/, '/preparation'],
  [/^handover/, '/retrait'],
  [/^call/, '/commande'],
  [/^order-no-show/, '/commande/jean-1'],
  [/^order/, '/commande/lucie-1'],
  [/^returns/, '/retours'],
  [/^cases-apart/, '/anomalies/tablet-c'],
  [/^cases/, '/anomalies'],
  [/^operations/, '/operations'],
  [/^messages/, '/gestion/courriels'],
  [/^closing/, '/cloture'],
  [/^rota-empty/, '/gestion/planning/2026-12-14'],
  [/^rota/, '/gestion/planning/2026-11-30'],
  [/^ils-link/, '/gestion/reglages/sigb'],
  [/^settings-files/, '/gestion/reglages/fichiers'],
  [/^settings-tablets/, '/gestion/reglages/tablettes'],
  [/^settings/, '/gestion/reglages'],
  [/^figures-running/, '/gestion/chiffres/2026-11'],
  [/^figures-year/, '/gestion/chiffres/2025'],
  [/^figures/, '/gestion/chiffres'],
  [/^exercise|^rehearsal$/, '/exercice'],
  [/^rehearsal-preparation/, '/preparation'],
  [/^accessibility/, '/accessibilite'],
]

/** @param {string} scene */
export const hashOf = (scene) => hashes.find(([pattern]) => /** @type {RegExp} */ (pattern).test(scene))?.[1] ?? '/aujourdhui'
