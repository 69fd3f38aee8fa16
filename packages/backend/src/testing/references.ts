import { attentionReference } from './attention-references.ts';
import { fusedReference } from './fused-references.ts';
import { movementReference } from './movement-references.ts';
import { optimizerReferences } from './optimizer-references.ts';
import { pointwiseReference } from './pointwise-references.ts';
import { productReference } from './product-references.ts';
import { randomReference } from './random-references.ts';
import type { Reference } from './reference.ts';
import { rowReference } from './row-references.ts';

const families = [
  pointwiseReference,
  productReference,
  rowReference,
  movementReference,
  randomReference,
  fusedReference,
  attentionReference,
];

/** The reference of a kernel. @throws Error for a kernel without one: a new kernel needs its definition here */
export function referenceOf(name: string): Reference {
  for (const family of families) {
    const found = family(name);
    if (found !== undefined) return found;
  }
  const found = optimizerReferences[name];
  if (found === undefined) throw new Error(`Kernel ${name} has no brute-force reference in testing/references.ts.`);
  return found;
}
