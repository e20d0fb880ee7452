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

/** The page's address for a screen's; the list of pages where no page is about it. */
export const guidePage = (location: string): string => `guide/${pages.find(([path]) => location.startsWith(path))?.[1] ?? 'index'}.html`
