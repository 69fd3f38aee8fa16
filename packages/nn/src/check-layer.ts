import { typeError } from '@ostinato/base';

/** Checks an option that is true or false and returns it. @throws ArgumentError */
export function checkBoolean(where: string, name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw typeError(where, name, 'true or false', value);
  return value;
}
