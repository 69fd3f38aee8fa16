import { type Context, ReferenceType, type Reflection, type SomeType, Type, TypeScript as ts } from 'typedoc';

/** What the type `type` on the page of `owner` stands for, or undefined if it speaks for itself. */
type Spell = (type: ReferenceType, owner: Reflection) => SomeType | undefined;

/**
 * A file's own short names (`type Floats = Tensor<'float32'>`) mean nothing to the reader of another page: the reference
 * shows what they stand for. Aliases that users can import keep their names, and so do aliases with parameters.
 */
export function spellOutLocalAliases(context: Context): void {
  const spell = speller(context);
  const done = new Set<Reflection>();
  const rest = () => Object.values(context.project.reflections).filter((each) => !done.has(each));
  // Spelling out may make reflections, which are next.
  for (let batch = rest(); batch.length > 0; batch = rest()) {
    for (const reflection of batch) {
      done.add(reflection);
      replaceIn(reflection, reflection, spell);
    }
  }
}

function speller(context: Context): Spell {
  return (type, owner) => {
    const { symbolId } = type;
    if (!symbolId?.fileName || type.reflection || symbolId.fileName.includes('/node_modules/')) return undefined;
    const alias = context.programs
      .flatMap((program) => program.getSourceFile(symbolId.fileName ?? '')?.statements ?? [])
      .find((node) => ts.isTypeAliasDeclaration(node) && node.name.text === symbolId.qualifiedName);
    if (!alias || !ts.isTypeAliasDeclaration(alias) || alias.typeParameters) return undefined;
    return context.converter.convertType(scopeOf(context, owner), alias.type);
  };
}

function scopeOf(context: Context, { parent }: Reflection): Context {
  return parent ? scopeOf(context, parent).withScope(parent) : context;
}

/** Replaces the types that are directly in the fields of `holder`, and those within them. */
function replaceIn(holder: object, owner: Reflection, spell: Spell): void {
  const replace = (value: unknown): unknown => {
    if (!(value instanceof Type)) return value;
    const spelled = (value instanceof ReferenceType && spell(value, owner)) || value;
    replaceIn(spelled, owner, spell);
    return spelled;
  };
  for (const [key, value] of Object.entries(holder)) {
    if (value instanceof Type) Object.assign(holder, { [key]: replace(value) });
    else if (Array.isArray(value) && value.some((each) => each instanceof Type)) {
      Object.assign(holder, { [key]: value.map(replace) });
    }
  }
}
