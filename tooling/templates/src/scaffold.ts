import { applyPlan } from './apply.ts';
import { formatFiles } from './format.ts';
import { type Kind, kinds } from './kinds.ts';
import { substitute } from './name-forms.ts';
import { type Plan, planFor } from './plan.ts';

/** Makes a new thing of this kind in the repository at `root`, with the formatter of `tools`; all of it or nothing. @throws Refusal */
export function scaffold(root: string, kind: Kind, name: string, tools = root): Plan {
  const plan = planFor(root, kind, name);
  const paths = [...plan.made, ...plan.changed].map(({ path }) => path);
  applyPlan(root, plan, () => formatFiles(root, paths, tools));
  return plan;
}

/** What was written, and what to do next. */
export function report({ kind, forms, made, changed }: Plan): string {
  const { next, howTo } = kinds[kind];
  const steps = next.map((step) => substitute(step, forms).split(' # ') as [string, string]);
  const width = Math.max(...steps.map(([command]) => command.length));
  return [
    ...made.map(({ path }) => `made     ${path}`),
    ...changed.map(({ path }) => `changed  ${path}`),
    '',
    'It works as it is: run these, then put in what is yours.',
    ...steps.map(([command, what]) => `  ${command.padEnd(width)}  # ${what}`),
    '',
    `How: ${substitute(howTo, forms)}`,
  ].join('\n');
}
