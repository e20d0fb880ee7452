/**
 * All routes of people, by their path under /management/v1, and what each asks and answers. Runs on both ends.
 */
import type * as v from 'valibot'
import { ilsRoutes } from './ils.ts'
import { importRoutes } from './imports.ts'
import { managerRoutes } from './management.ts'
import { messageRoutes } from './messages.ts'

export const routes = { ...managerRoutes, ...messageRoutes, ...ilsRoutes, ...importRoutes }
type Routes = typeof routes
export type Route = keyof Routes
export type Asked<R extends Route> = v.InferOutput<Routes[R]['asks']>
export type Answered<R extends Route> = v.InferOutput<Routes[R]['answers']>
