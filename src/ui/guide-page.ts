/**
 * Which page of the guide tells what to do on a screen. Runs in the browser. The pages are docs/guide, copied beside the app: the service
 * worker has them, so that they open off line too.
 */
import { paths } from './routes.ts'

/** By the beginning of the address: a room of the manager before the rooms together. */
const pages: readonly (readonly [path: string, page: string])[] = [
  [`${paths.management}/planning`, 'planifier'],
  [`${paths.management}/chiffres`, 'compter'],
  [paths.management, 'regler'],
  [paths.preparation, 'preparer'],
  [paths.handover, 'remettre'],
  [paths.call, 'telephone'],
  [paths.returns, 'rendre'],
  [paths.cases, 'anomalie'],
  [paths.operations, 'hors-connexion'],
  [paths.closing, 'clore'],
]

/** Rooms and settings that have their own part on a guide page. The last word of their address names that part. */
const parts = ['courriels', 'modeles', 'telephone', 'page', 'sigb', 'fichiers', 'tablettes', 'jours', 'seuil']

/** The page's address for a screen's, and the part of it that is about a setting; the list of pages where no page is about it. */
export const guidePage = (location: string): string => {
  const page = pages.find(([path]) => location.startsWith(path))?.[1] ?? 'index'
  const part = page === 'regler' ? parts.find((name) => location.endsWith(`/${name}`)) : undefined
  return `guide/${page}.html${part === undefined ? '' : `#${part}`}`
}
