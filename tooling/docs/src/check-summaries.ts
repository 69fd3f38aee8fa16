import { type ProjectReflection, ReflectionKind } from 'typedoc';

const kinds =
  ReflectionKind.SomeExport |
  ReflectionKind.SomeMember |
  ReflectionKind.CallSignature |
  ReflectionKind.GetSignature |
  ReflectionKind.SetSignature;

/** A comment that says what a function throws, but not what it does, is no documentation. */
export function checkSummaries(project: ProjectReflection): string[] {
  return project
    .getReflectionsByKind(kinds)
    .filter(({ comment }) => comment && comment.summary.every(({ text }) => text.trim() === ''))
    .map((each) => `${each.getFriendlyFullName()} has a comment, but no line of it says what it is`);
}
