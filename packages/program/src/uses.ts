import { type Call, type Touch, touches, type Value } from './graph.ts';

/** A call that touches a value, where it stands in the list, and how it touches it. */
export interface Use extends Touch {
  /** The call. */
  readonly call: Call;
  /** Its position in the list. */
  readonly position: number;
}

/** Everywhere that each value is touched, in order. */
export function usesOf(calls: readonly Call[]): Map<Value, Use[]> {
  const uses = new Map<Value, Use[]>();
  for (const [position, call] of calls.entries()) {
    for (const touch of touches(call)) {
      const list = uses.get(touch.operand.value);
      const use = { ...touch, call, position };
      if (list === undefined) uses.set(touch.operand.value, [use]);
      else list.push(use);
    }
  }
  return uses;
}
