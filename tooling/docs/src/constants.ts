import {
  type Context,
  type DeclarationReflection,
  ReflectionFlag,
  ReflectionKind,
  ReflectionType,
  TypeScript as ts,
} from 'typedoc';

/** Makes the page of a constant speak of what it is to its user, not of how it was made. */
export function simplifyConstant(context: Context, constant: DeclarationReflection): void {
  if (constant.kind !== ReflectionKind.Variable || !(constant.type instanceof ReflectionType)) return;
  const declaration = context.getSymbolFromReflection(constant)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return;
  const { initializer } = declaration;
  if (constant.type.declaration.signatures && !constant.type.declaration.children) makeFunction(context, constant);
  else if (initializer && ts.isSatisfiesExpression(initializer)) showAs(context, constant, initializer.type);
}

/** `const exp = unary('exp', ...)` is a function like any other. */
function makeFunction({ project }: Context, constant: DeclarationReflection): void {
  if (!(constant.type instanceof ReflectionType)) return;
  constant.kind = ReflectionKind.Function;
  project.mergeReflections(constant.type.declaration, constant); // moves the signatures
  delete constant.type;
  delete constant.defaultValue;
  constant.setFlag(ReflectionFlag.Const, false);
  const { signatures = [] } = constant;
  for (const signature of signatures) signature.name = constant.name;
  const [only] = signatures;
  if (signatures.length === 1 && only && !only.comment && constant.comment) {
    only.comment = constant.comment;
    delete constant.comment;
  }
}

/** A table of data (`satisfies Record<string, Kernel>`): its own type is the table again, thousands of members long. */
function showAs(context: Context, constant: DeclarationReflection, type: ts.TypeNode): void {
  if (constant.type instanceof ReflectionType) context.project.removeReflection(constant.type.declaration);
  constant.type = context.converter.convertType(context.withScope(constant), type);
}
