import { type Call, isOperand, type Touch, touches, type Value } from './graph.ts';

/** A call that touches a value, where it stands in the list, and how it touches it. */
export interface Use extends Touch {
  /** The call. */
  readonly call: Call;
  /** Its position in the list. */
  readonly position: number;
}

/** Everywhere that a value is touched, in order. */
export function usesOf(calls: readonly Call[], value: Value): Use[] {
  const uses: Use[] = [];
  for (const [position, call] of calls.entries()) {
    if (!call.args.some((argument) => isOperand(argument) && argument.value === value)) continue;
    for (const touch of touches(call)) if (touch.operand.value === value) uses.push({ ...touch, call, position });
  }
  return uses;
}
