/**
 * An object with some of its members replaced, private fields and all: a spread loses what a class keeps to itself. Runs in the simulator,
 * where mutants and a build to come stand at the ports of the real code.
 */
export const withMembers = <T extends object>(target: T, overrides: Partial<T>): T =>
  new Proxy(target, {
    get: (_, name) => {
      const override: unknown = Reflect.get(overrides, name)
      if (override !== undefined) return override
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
